package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a file: the index of each in a row, and its type. */
final class Columns {
  private final Map<String, Integer> indexes;
  private final List<ColumnType> types;

  /**
   * @param indexes of the columns by name
   * @param types of the columns by index
   */
  Columns(Map<String, Integer> indexes, List<ColumnType> types) {
    this.indexes = Map.copyOf(indexes);
    this.types = List.copyOf(types);
  }

  /** The column's index in a row. */
  int index(String column) {
    Integer index = indexes.get(column);
    if (index == null) {
      throw new IllegalArgumentException(
          "column '%s' was not requested, only %s".formatted(column, indexes.keySet()));
    }
    return index;
  }

  ColumnType type(String column) {
    return types.get(index(column));
  }

  /**
   * Indexes of the wanted columns among these names.
   *
   * @throws InvalidDatasetException if one is missing, or a name occurs twice
   */
  static Map<String, Integer> indexes(Path file, List<String> names, Set<String> wanted) {
    Map<String, Integer> all = new LinkedHashMap<>();
    for (String name : names) {
      if (all.put(name.strip(), all.size()) != null) {
        throw new InvalidDatasetException("%s has two columns '%s'".formatted(file, name.strip()));
      }
    }
    Map<String, Integer> found = new HashMap<>();
    for (String name : wanted) {
      Integer index = all.get(name);
      if (index == null) {
        throw new InvalidDatasetException(
            "%s has no column '%s', it has %s%s"
                .formatted(file, name, all.keySet(), NearestColumn.hint(name, all.keySet())));
      }
      found.put(name, index);
    }
    return found;
  }
}
