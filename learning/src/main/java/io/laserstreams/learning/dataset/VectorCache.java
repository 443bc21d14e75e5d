package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Caches vectors in a file, so that a second training does not encode the same texts again. The key
 * of a vector is the encoder's id and the SHA-256 of the text. Not thread-safe.
 */
public final class VectorCache implements TextVectorizer {
  private static final String FORMAT = "laser-vectors-2";

  /** Its vectors were not rounded to half precision, as those of a live system are. */
  private static final String UNROUNDED = "laser-vectors-1";

  private static final int HASH_SIZE = 32;
  private static final int BATCH = 256;

  private final Path file;
  private final TextVectorizer encoder;
  private final Map<String, float[]> vectors = new HashMap<>();

  /**
   * @throws InvalidDatasetException if the file exists but does not hold vectors of this encoder
   */
  public VectorCache(Path file, TextVectorizer encoder) {
    this.file = requireNonNull(file, "file is null");
    this.encoder = requireNonNull(encoder, "encoder is null");
    try {
      if (Files.exists(file)) {
        load();
      } else {
        append(
            out -> {
              out.writeUTF(FORMAT);
              out.writeUTF(encoder.encoderId());
              out.writeInt(encoder.dimensions());
            });
      }
    } catch (IOException e) {
      throw new InvalidDatasetException(
          "cannot use the vector cache " + file + ": " + e.getMessage(), e);
    }
  }

  private void load() throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      vectors.putAll(read(in));
    }
  }

  /** Vectors by the hash of their text. */
  Map<String, float[]> read(InputStream bytes) throws IOException {
    var in = new DataInputStream(bytes);
    Map<String, float[]> found = new HashMap<>();
    try {
      requireHeader(in.readUTF(), in.readUTF(), in.readInt());
      for (byte[] hash = in.readNBytes(HASH_SIZE);
          hash.length > 0;
          hash = in.readNBytes(HASH_SIZE)) {
        if (hash.length < HASH_SIZE) {
          throw new EOFException();
        }
        found.put(HexFormat.of().formatHex(hash), vector(in));
      }
      return found;
    } catch (EOFException e) {
      throw new InvalidDatasetException("the vector cache " + file + " is truncated: delete it", e);
    } catch (UTFDataFormatException e) {
      throw new InvalidDatasetException(file + " is not a vector cache: name another file", e);
    }
  }

  /** How many of these texts have a vector already. */
  public int known(Collection<String> texts) {
    return (int) texts.stream().filter(text -> vectors.containsKey(key(text))).count();
  }

  /** Number of vectors in the file. */
  public int size() {
    return vectors.size();
  }

  private void requireHeader(String format, String encoderId, int dimensions) {
    if (format.equals(UNROUNDED)) {
      throw new InvalidDatasetException(
          ("the vector cache %s is of an earlier version, whose vectors were not rounded to half"
                  + " precision: delete it")
              .formatted(file));
    }
    if (!format.equals(FORMAT)
        || !encoderId.equals(encoder.encoderId())
        || dimensions != encoder.dimensions()) {
      throw new InvalidDatasetException(
          "%s holds vectors of %s with %d numbers, not of %s with %d: name another file"
              .formatted(file, encoderId, dimensions, encoder.encoderId(), encoder.dimensions()));
    }
  }

  private float[] vector(DataInputStream in) throws IOException {
    float[] vector = new float[encoder.dimensions()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = in.readFloat();
      if (!Float.isFinite(vector[i])) {
        throw new InvalidDatasetException(
            "the vector cache %s is damaged, it has the number %s: delete it"
                .formatted(file, vector[i]));
      }
    }
    return vector;
  }

  @Override
  public List<float[]> encode(List<String> texts, IntConsumer progress) {
    List<String> missing =
        texts.stream().distinct().filter(text -> !vectors.containsKey(key(text))).toList();
    int known = texts.size() - missing.size();
    for (int from = 0; from < missing.size(); from += BATCH) {
      int before = known + from;
      List<String> some = missing.subList(from, Math.min(missing.size(), from + BATCH));
      keep(some, encoder.encode(some, done -> progress.accept(before + done)));
    }
    return texts.stream().map(this::kept).toList();
  }

  private float[] kept(String text) {
    return requireNonNull(vectors.get(key(text)), "the text was not encoded").clone();
  }

  private void keep(List<String> texts, List<float[]> encoded) {
    try {
      append(
          out -> {
            for (int i = 0; i < texts.size(); i++) {
              out.write(hash(texts.get(i)));
              for (float number : encoded.get(i)) {
                out.writeFloat(number);
              }
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the vector cache " + file, e);
    }
    for (int i = 0; i < texts.size(); i++) {
      vectors.put(key(texts.get(i)), encoded.get(i).clone());
    }
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private void append(Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    writing.to(new DataOutputStream(bytes));
    Files.write(file, bytes.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String key(String text) {
    return HexFormat.of().formatHex(hash(text));
  }

  private static byte[] hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String encoderId() {
    return encoder.encoderId();
  }

  @Override
  public int dimensions() {
    return encoder.dimensions();
  }
}
