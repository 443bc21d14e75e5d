package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads files row by row, delimited text, JSON or Parquet. */
public final class Rows {
  private Rows() {}

  /**
   * Passes each row to {@code consumer}, in the order of the {@link PartFiles} and of their rows.
   *
   * @param file a file, a folder of part files, or a pattern that matches some
   * @param wanted the columns to read
   * @throws InvalidDatasetException if a file is missing, lacks a column or cannot be read; the
   *     message names file, line and column
   */
  public static void read(
      Path file, FileFormat format, Set<String> wanted, Consumer<Row> consumer) {
    List<Path> parts = PartFiles.of(file);
    if (parts.stream().allMatch(part -> FileKind.of(part) == FileKind.JSON)) {
      JsonRows.read(parts, format, wanted, consumer);
      return;
    }
    for (Path part : parts) {
      FileKind kind = FileKind.of(part);
      switch (kind) {
        case PARQUET -> ParquetRows.read(part, format, wanted, consumer);
        case TEXT, GZIP -> TextRows.read(part, format, wanted, parts.size() > 1, consumer);
        case JSON -> JsonRows.read(List.of(part), format, wanted, consumer);
        default ->
            throw new InvalidDatasetException(
                "%s is %s: supported are Parquet, and delimited text and JSON, plain or in gzip"
                    .formatted(part, kind));
      }
    }
  }
}
