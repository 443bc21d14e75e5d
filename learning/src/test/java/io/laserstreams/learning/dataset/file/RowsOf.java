package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.FileFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads files for tests. */
final class RowsOf {
  static final FileFormat DEFAULT = new FileFormat(null, null, null, null, null);

  private RowsOf() {}

  /** A result of each row. */
  static <T> List<T> read(Path file, FileFormat format, Set<String> columns, Function<Row, T> row) {
    List<T> all = new ArrayList<>();
    Rows.read(file, format, columns, next -> all.add(row.apply(next)));
    return all;
  }

  /** The texts of one column. */
  static List<String> texts(Path file, String column) {
    return read(file, DEFAULT, Set.of(column), row -> row.text(column));
  }

  /** The ids of one column. */
  static List<String> ids(Path file, FileFormat format, String column) {
    return read(file, format, Set.of(column), row -> row.id(column));
  }
}
