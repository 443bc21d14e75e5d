package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.description.DatasetDescription.Time;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.description.ItemTexts;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Reads the texts about items that a description names. */
final class DescribedItemTexts {
  private static final int EXAMPLES = 3;

  private final ItemTexts described;
  private final Path folder;

  DescribedItemTexts(ItemTexts described, Path folder) {
    this.described = described;
    this.folder = folder;
  }

  /**
   * Texts by item id, several about one item below each other, in the order of the file.
   *
   * @throws InvalidDatasetException if the file is not as described, or no id is in the file that
   *     maps them
   */
  Map<String, String> read() {
    Path file = folder.resolve(described.file());
    Map<String, Set<String>> byId = described.item() == null ? object(file) : rows(file);
    IdMapping mapping = IdMapping.read(described.via(), folder);
    Map<String, Set<String>> byItem = new TreeMap<>();
    byId.forEach(
        (id, texts) ->
            mapping
                .items(id)
                .forEach(
                    item ->
                        byItem.computeIfAbsent(item, key -> new LinkedHashSet<>()).addAll(texts)));
    if (byItem.isEmpty() && !byId.isEmpty() && described.via() != null) {
      throw new InvalidDatasetException(
          "no id of %s is in column '%s' of %s: the texts are of '%s', the map has '%s'"
              .formatted(
                  file,
                  described.via().from(),
                  described.via().file(),
                  String.join("', '", byId.keySet().stream().limit(EXAMPLES).toList()),
                  String.join("', '", mapping.examples(Set.of()))));
    }
    Map<String, String> joined = new TreeMap<>();
    byItem.forEach((item, texts) -> joined.put(item, String.join("\n", texts)));
    return joined;
  }

  /**
   * Texts by item id and by the time from which they are known, each with all earlier ones above
   * it.
   *
   * @throws InvalidDatasetException as {@link #read}, and if a text has no time
   */
  Map<String, NavigableMap<Long, String>> readTimed() {
    Time asOf = requireNonNull(described.asOf(), "asOf is null");
    var times = new TimeReader(asOf, Clock.systemUTC());
    IdMapping mapping = IdMapping.read(described.via(), folder);
    String item = requireNonNull(described.item(), "item is null");
    String column = requireNonNull(described.text(), "text is null");
    Set<String> columns = new HashSet<>(Set.of(item, column));
    columns.addAll(asOf.columns());
    Map<String, NavigableMap<Long, String>> texts = new TreeMap<>();
    Rows.read(
        folder.resolve(described.file()),
        described.format(),
        columns,
        row -> {
          String text = row.text(column);
          if (!text.isEmpty()) {
            long time = times.millis(row);
            for (String known : mapping.items(row.id(item))) {
              texts
                  .computeIfAbsent(known, id -> new TreeMap<>())
                  .merge(time, text, (before, more) -> before + "\n" + more);
            }
          }
        });
    texts.values().forEach(DescribedItemTexts::accumulate);
    return texts;
  }

  private static void accumulate(NavigableMap<Long, String> texts) {
    var all = new StringBuilder();
    texts.replaceAll((time, text) -> all.append(all.isEmpty() ? "" : "\n").append(text).toString());
  }

  private static Map<String, Set<String>> object(Path file) {
    Map<String, Set<String>> texts = new LinkedHashMap<>();
    ItemTextReader.read(file).forEach((id, text) -> texts.put(id, Set.of(text)));
    return texts;
  }

  private Map<String, Set<String>> rows(Path file) {
    String item = requireNonNull(described.item(), "item is null");
    String column = requireNonNull(described.text(), "text is null");
    Map<String, Set<String>> texts = new LinkedHashMap<>();
    Rows.read(
        file,
        described.format(),
        Set.of(item, column),
        row -> {
          String text = row.text(column);
          if (!text.isEmpty()) {
            texts.computeIfAbsent(row.id(item), id -> new LinkedHashSet<>()).add(text);
          }
        });
    return texts;
  }
}
