package io.laserstreams.learning.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.ItemFile;
import io.laserstreams.learning.dataset.file.PartFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeSet;

/** SHA-256 of a description, as JSON, and of the bytes of the files that it names. */
final class Fingerprint {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Fingerprint() {}

  static String of(DatasetDescription description, Path folder) {
    var files = new TreeSet<String>();
    files.add(description.interactions().file());
    if (description.users() != null) {
      files.add(description.users().file());
    }
    if (description.items() != null) {
      files.add(description.items().file());
      for (ItemFile joined : description.items().joined()) {
        files.add(joined.file());
        if (joined.via() != null) {
          files.add(joined.via().file());
        }
      }
    }
    try {
      MessageDigest digest = Sha256.digest();
      digest.update(MAPPER.writeValueAsBytes(description));
      for (String file : files) {
        digest.update(file.getBytes(StandardCharsets.UTF_8));
        for (Path part : PartFiles.of(folder.resolve(file))) {
          add(part, digest);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the description cannot be written as JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the files of " + folder, e);
    }
  }

  private static void add(Path file, MessageDigest digest) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
