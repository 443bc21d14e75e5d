package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The kind of a file, by its first bytes or by a name that ends in {@code .parquet}, {@code .json},
 * {@code .jsonl} or {@code .ndjson}; JSON may be in gzip.
 */
enum FileKind {
  PARQUET("PAR1"),
  GZIP("\u001f\u008b"),
  ZSTANDARD("(\u00b5/\u00fd"),
  BZIP2("BZh91AY&SY"),
  XZ("\u00fd7zXZ"),
  ZIP("PK\u0003\u0004"),
  AVRO("Obj\u0001"),
  JSON(""),
  TEXT("");

  private static final int MAX_START = 10;

  /** Its first bytes, as characters of ISO 8859-1. */
  private final String start;

  FileKind(String start) {
    this.start = start;
  }

  private static final Pattern JSON_NAME = Pattern.compile("(?i).*\\.(json|jsonl|ndjson)(\\.gz)?");

  /** Whether it is compressed with gzip. */
  static boolean isGzip(Path file) {
    return byContent(file) == GZIP;
  }

  static FileKind of(Path file) {
    if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      return PARQUET;
    }
    FileKind kind = byContent(file);
    boolean isText = kind == TEXT || kind == GZIP;
    return isText && JSON_NAME.matcher(file.getFileName().toString()).matches() ? JSON : kind;
  }

  private static FileKind byContent(Path file) {
    String first;
    try (InputStream in = Files.newInputStream(file)) {
      first = new String(in.readNBytes(MAX_START), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new InvalidDatasetException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    return Arrays.stream(values())
        .filter(kind -> kind != JSON && first.startsWith(kind.start))
        .findFirst()
        .orElseThrow();
  }
}
