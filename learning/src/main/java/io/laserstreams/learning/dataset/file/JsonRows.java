package io.laserstreams.learning.dataset.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link JsonObjects} as rows. A member that an object lacks, or that is null, is a missing
 * value; a list is read as in Parquet.
 */
final class JsonRows {
  private static final int LISTED = 20;
  private static final int SAMPLED = 1_000;

  private final FileFormat format;
  private final List<String> names;
  private final Columns columns;

  private JsonRows(FileFormat format, Set<String> wanted) {
    this.format = format;
    this.names = List.copyOf(new TreeSet<>(wanted));
    Map<String, Integer> indexes = new HashMap<>();
    names.forEach(name -> indexes.put(name, indexes.size()));
    this.columns = new Columns(indexes, Collections.nCopies(names.size(), ColumnType.TEXT));
  }

  /**
   * Passes each row of these parts to {@code consumer}.
   *
   * @throws InvalidDatasetException if a part is not such JSON, or a column is in no object of any
   */
  static void read(
      List<Path> parts, FileFormat format, Set<String> wanted, Consumer<Row> consumer) {
    requireColumns(parts, format, wanted);
    var rows = new JsonRows(format, wanted);
    for (Path part : parts) {
      JsonObjects.read(
          part,
          format,
          (position, object) -> {
            consumer.accept(rows.row(position, object));
            return true;
          });
    }
  }

  /** Reads on until every column was in some object, which the first usually has. */
  private static void requireColumns(List<Path> parts, FileFormat format, Set<String> wanted) {
    Set<String> missing = new TreeSet<>(wanted);
    Set<String> others = new TreeSet<>();
    for (Path part : parts) {
      if (!missing.isEmpty()) {
        JsonObjects.read(
            part,
            format,
            (position, object) -> {
              object
                  .fieldNames()
                  .forEachRemaining(
                      name -> {
                        missing.remove(name);
                        if (others.size() < LISTED) {
                          others.add(name);
                        }
                      });
              return !missing.isEmpty();
            });
      }
    }
    if (!missing.isEmpty()) {
      String name = missing.iterator().next();
      throw new InvalidDatasetException(
          "%s has no column '%s' in any object, it has %s%s"
              .formatted(parts.get(0), name, others, NearestColumn.hint(name, others)));
    }
  }

  /** The names of the members with values or lists of them in the first objects. */
  static List<String> names(Path file, FileFormat format) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> nested = new HashSet<>();
    int[] objects = {0};
    JsonObjects.read(
        file,
        format,
        (position, object) -> {
          object
              .properties()
              .forEach(
                  member -> {
                    names.add(member.getKey());
                    if (isNested(member.getValue())) {
                      nested.add(member.getKey());
                    }
                  });
          return ++objects[0] < SAMPLED;
        });
    names.removeAll(nested);
    return List.copyOf(names);
  }

  private static boolean isNested(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (element.isContainerNode()) {
          return true;
        }
      }
    }
    return value.isObject();
  }

  private Row row(FilePosition position, JsonNode object) {
    @Nullable Object[] values = new @Nullable Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode member = object.get(names.get(i));
      if (member != null) {
        values[i] = value(position, names.get(i), member);
      }
    }
    return new Row(position, columns, format, values);
  }

  private static @Nullable Object value(FilePosition position, String name, JsonNode member) {
    if (!member.isArray()) {
      return text(position, name, member);
    }
    List<@Nullable String> texts = new ArrayList<>();
    member.forEach(element -> texts.add(text(position, name, element)));
    return texts;
  }

  private static @Nullable String text(FilePosition position, String name, JsonNode value) {
    if (value.isContainerNode()) {
      throw new InvalidDatasetException(
          "%s, column '%s': is an object or a list of lists, which cannot be read: %s"
              .formatted(position, name, value));
    }
    if (value.isNull()) {
      return null;
    }
    return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
  }
}
