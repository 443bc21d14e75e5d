package io.laserstreams.tools.describe;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.FileColumns;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns of a file, by all of its rows.
 *
 * @param file its name in the folder
 * @param columns in the order of the file
 */
record FileProfile(String file, FileFormat format, long rows, List<ColumnProfile> columns) {
  /**
   * Reads a file.
   *
   * @throws InvalidDatasetException if it cannot be read as rows in this format
   */
  static FileProfile read(Path folder, String file, FileFormat format, Clock clock) {
    Path path = folder.resolve(file);
    Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    FileColumns.of(path, format).forEach(name -> columns.put(name, new ColumnProfile(name, clock)));
    if (columns.isEmpty()) {
      throw new InvalidDatasetException(path + " has no columns");
    }
    long[] rows = {0};
    Set<String> nulls = new TreeSet<>();
    Rows.read(
        path,
        format,
        Set.copyOf(columns.keySet()),
        row -> {
          rows[0]++;
          columns.forEach(
              (name, column) -> {
                if (row.isList(name)) {
                  column.isList();
                  row.texts(name, null).forEach(column::add);
                } else {
                  String text = row.text(name);
                  boolean isNull = format.looksMissing(text);
                  if (isNull) {
                    nulls.add(text);
                  }
                  column.add(isNull ? "" : text);
                }
              });
        });
    FileFormat known =
        nulls.isEmpty()
            ? format
            : new FileFormat(
                format.delimiter(),
                format.quote(),
                format.charset(),
                format.columns(),
                List.copyOf(nulls));
    return new FileProfile(file, known, rows[0], List.copyOf(columns.values()));
  }

  /** The columns but these. */
  List<ColumnProfile> without(Collection<String> names) {
    List<ColumnProfile> others = new ArrayList<>(columns);
    others.removeIf(column -> names.contains(column.name()));
    return others;
  }
}
