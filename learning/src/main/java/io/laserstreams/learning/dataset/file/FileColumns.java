package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.List;

/** Finds the names of a file's columns. */
public final class FileColumns {
  private FileColumns() {}

  /**
   * The columns that can be read, in the order of the file, by its first part that has any.
   *
   * @param file a file, a folder of part files, or a pattern that matches some
   * @throws InvalidDatasetException if a file is missing or cannot be read
   */
  public static List<String> of(Path file, FileFormat format) {
    for (Path part : PartFiles.of(file)) {
      FileKind kind = FileKind.of(part);
      List<String> names =
          switch (kind) {
            case PARQUET -> ParquetRows.names(part);
            case JSON -> JsonRows.names(part, format);
            case TEXT, GZIP -> TextRows.names(part, format);
            default ->
                throw new InvalidDatasetException(
                    "%s is %s, not a file of rows".formatted(part, kind));
          };
      if (!names.isEmpty()) {
        return names;
      }
    }
    return List.of();
  }
}
