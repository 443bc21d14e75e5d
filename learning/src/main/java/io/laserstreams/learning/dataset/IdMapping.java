package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription.Field;
import io.laserstreams.learning.dataset.description.IdMap;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.Row;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps ids of another file to those of items. */
final class IdMapping {
  private static final int EXAMPLES = 3;

  /** Null if ids stay as they are. */
  private final @Nullable Map<String, Set<String>> items;

  private IdMapping(@Nullable Map<String, Set<String>> items) {
    this.items = items;
  }

  /**
   * Reads the file of the map.
   *
   * @param via null if ids stay as they are
   * @throws InvalidDatasetException if it has no rows; rows without one of the ids map nothing
   */
  static IdMapping read(@Nullable IdMap via, Path folder) {
    if (via == null) {
      return new IdMapping(null);
    }
    Path file = folder.resolve(via.file());
    Map<String, Set<String>> items = new LinkedHashMap<>();
    Rows.read(
        file,
        via.format(),
        Set.of(via.from(), via.to()),
        row -> {
          if (!isMissing(row, via.from()) && !isMissing(row, via.to())) {
            items
                .computeIfAbsent(row.id(via.from()), id -> new LinkedHashSet<>())
                .add(row.id(via.to()));
          }
        });
    if (items.isEmpty()) {
      throw new InvalidDatasetException(
          "%s maps nothing: no row has both '%s' and '%s'".formatted(file, via.from(), via.to()));
    }
    return new IdMapping(items);
  }

  private static boolean isMissing(Row row, String column) {
    return row.text(column).isEmpty();
  }

  /** The items that this id stands for; empty if it is not in the map. */
  Set<String> items(String id) {
    return items == null ? Set.of(id) : items.getOrDefault(id, Set.of());
  }

  /** Examples of the ids that the map has, or, without a map, of these items. */
  List<String> examples(Set<String> catalogue) {
    return (items == null ? catalogue : items.keySet()).stream().limit(EXAMPLES).toList();
  }

  static Set<String> columns(String id, Map<String, Field> more, Map<String, Field> others) {
    Set<String> columns = DatasetReader.columns(Set.of(id), more);
    columns.addAll(DatasetReader.columns(Set.of(), others));
    return columns;
  }
}
