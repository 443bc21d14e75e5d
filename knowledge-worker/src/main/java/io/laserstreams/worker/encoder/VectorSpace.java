package io.laserstreams.worker.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.lm.files.ExternalData;
import io.laserstreams.lm.files.UnusableModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Names vector spaces of encoders in folders. */
final class VectorSpace {
  private static final int HASH_CHARACTERS = 8;

  private VectorSpace() {}

  /**
   * The folder's name and a hash of everything that shapes a vector: the graph with the weights
   * beside it, the tokenizer, and settings.
   *
   * @throws IllegalArgumentException naming the file that cannot be read
   */
  static String id(Path folder, Path graph, Path tokenizer, String settings) {
    String name =
        String.valueOf(folder.toAbsolutePath().normalize().getFileName())
            .replaceAll("[^\\w.-]+", "-");
    return name + "-" + hash(graph, tokenizer, settings);
  }

  private static String hash(Path graph, Path tokenizer, String settings) {
    MessageDigest digest = Sha256.digest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      Files.copy(graph, out);
      for (String weights : ExternalData.locations(graph)) {
        Files.copy(graph.resolveSibling(weights), out);
      }
      Files.copy(tokenizer, out);
    } catch (IOException | UnusableModelException e) {
      throw new IllegalArgumentException("Cannot read " + graph + ": " + e, e);
    }
    digest.update(settings.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
  }
}
