package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What a file is: by its first bytes, or by its name where that says Parquet. */
enum FileKind {
  PARQUET("PAR1"),
  GZIP("\u001f\u008b"),
  ZSTANDARD("(\u00b5/\u00fd"),
  BZIP2("BZh91AY&SY"),
  XZ("\u00fd7zXZ"),
  ZIP("PK\u0003\u0004"),
  AVRO("Obj\u0001"),
  TEXT("");

  private static final int LONGEST = 10;

  private final byte[] start;

  FileKind(String start) {
    this.start = start.getBytes(StandardCharsets.ISO_8859_1);
  }

  static FileKind of(Path file) {
    if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      return PARQUET;
    }
    byte[] first;
    try (InputStream in = Files.newInputStream(file)) {
      first = in.readNBytes(LONGEST);
    } catch (IOException e) {
      throw new InvalidDatasetException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    return Arrays.stream(values()).filter(kind -> kind.begins(first)).findFirst().orElseThrow();
  }

  private boolean begins(byte[] first) {
    return first.length >= start.length
        && Arrays.equals(start, 0, start.length, first, 0, start.length);
  }
}
