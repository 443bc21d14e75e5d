package io.laserstreams.trainer.dataset.file;

import io.laserstreams.trainer.dataset.InvalidDatasetException;
import io.laserstreams.trainer.dataset.description.FileFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a file row by row, text with delimiters or Parquet. */
public final class Rows {
  private static final String PARQUET = ".parquet";

  private Rows() {}

  /**
   * Hands each row of the file to {@code consumer}, in the order of the file.
   *
   * @param wanted the columns that will be asked for
   * @throws InvalidDatasetException if the file is missing, lacks a column or cannot be read; the message names file, line and column
   */
  public static void read(Path file, FileFormat format, Set<String> wanted, Consumer<Row> consumer) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDatasetException("there is no " + file + ": name the folder with the dataset's files");
    }
    if (file.toString().endsWith(PARQUET)) {
      ParquetRows.read(file, wanted, consumer);
    } else {
      TextRows.read(file, format, wanted, consumer);
    }
  }

  static Map<String, Integer> columns(Path file, List<String> names, Set<String> wanted) {
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (String name : names) {
      if (columns.put(name.strip(), columns.size()) != null) {
        throw new InvalidDatasetException("%s has two columns '%s'".formatted(file, name.strip()));
      }
    }
    for (String name : wanted) {
      if (!columns.containsKey(name)) {
        throw new InvalidDatasetException(Row.missing(file.toString(), name, columns));
      }
    }
    return columns;
  }
}
