package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a file: where each stands in a row, and its type. */
final class Columns {
  private final Map<String, Integer> places;
  private final List<ColumnType> types;

  /**
   * @param places of the columns by name
   * @param types of the columns by place
   */
  Columns(Map<String, Integer> places, List<ColumnType> types) {
    this.places = Map.copyOf(places);
    this.types = List.copyOf(types);
  }

  /** Where the column stands. */
  int place(String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new IllegalArgumentException(
          "column '%s' was not asked for, only %s".formatted(column, places.keySet()));
    }
    return place;
  }

  ColumnType type(String column) {
    return types.get(place(column));
  }

  /**
   * Places of the wanted columns among these names.
   *
   * @throws InvalidDatasetException if one is not there, or a name is there twice
   */
  static Map<String, Integer> places(Path file, List<String> names, Set<String> wanted) {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String name : names) {
      if (places.put(name.strip(), places.size()) != null) {
        throw new InvalidDatasetException("%s has two columns '%s'".formatted(file, name.strip()));
      }
    }
    Map<String, Integer> found = new HashMap<>();
    for (String name : wanted) {
      Integer place = places.get(name);
      if (place == null) {
        throw new InvalidDatasetException(
            "%s has no column '%s', it has %s".formatted(file, name, places.keySet()));
      }
      found.put(name, place);
    }
    return found;
  }
}
