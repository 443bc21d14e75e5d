package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.description.ItemFile;
import io.laserstreams.learning.dataset.file.FilePosition;
import io.laserstreams.learning.dataset.file.Row;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds what another file says about items to a catalogue. Rows about items that the catalogue lacks
 * are counted; a file all of whose rows are such is refused.
 */
final class JoinReader {
  private static final int EXAMPLES = 3;

  private final ItemFile described;
  private final Path file;
  private final IdMapping mapping;
  private final Map<String, CatalogueItem> catalogue;
  private final Map<String, Pattern> patterns;
  private final Map<String, Pattern> textPatterns;
  private final Map<String, Addition> additions = new HashMap<>();
  private final Set<String> lost = new LinkedHashSet<>();
  private long rows;
  private long found;
  private @Nullable Row firstLost;

  JoinReader(ItemFile described, Path folder, Map<String, CatalogueItem> catalogue) {
    this.described = described;
    this.file = folder.resolve(described.file());
    this.mapping = IdMapping.read(described.via(), folder);
    this.catalogue = catalogue;
    this.patterns = DatasetReader.patterns(described.fields());
    this.textPatterns = DatasetReader.patterns(described.text());
  }

  /** What the rows of one item add. */
  private static final class Addition {
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();
    private Map<String, String> fields = Map.of();
    private @Nullable FilePosition position;
  }

  /**
   * Adds to the items of the catalogue.
   *
   * @throws InvalidDatasetException if no row is about one of them, or the rows of an item have
   *     different values in a field
   */
  JoinedFile addTo(Map<String, CatalogueItem> items) {
    Set<String> columns = IdMapping.columns(described.id(), described.fields(), described.text());
    if (described.categories() != null) {
      columns.addAll(described.categories().columns());
    }
    Rows.read(file, described.format(), columns, this::add);
    requireFound();
    items.replaceAll((id, item) -> with(item, additions.getOrDefault(id, new Addition())));
    return new JoinedFile(
        described.file(),
        rows,
        found,
        additions.keySet(),
        List.copyOf(lost),
        mapping.examples(catalogue.keySet()));
  }

  private void add(Row row) {
    rows++;
    String id = row.id(described.id());
    List<String> known = mapping.items(id).stream().filter(catalogue::containsKey).toList();
    if (known.isEmpty()) {
      firstLost = firstLost == null ? row : firstLost;
      if (lost.size() < EXAMPLES) {
        lost.add(id);
      }
      return;
    }
    found++;
    known.forEach(item -> add(item, row));
  }

  private void add(String item, Row row) {
    Addition addition = additions.computeIfAbsent(item, key -> new Addition());
    Categories.of(row, described.categories())
        .forEach(category -> addition.categories.merge(category, 1, Integer::sum));
    String text = DatasetReader.text(row, "", described.text(), textPatterns);
    if (!text.isEmpty() && !addition.texts.contains(text)) {
      addition.texts.add(text);
    }
    Map<String, String> fields = DatasetReader.fields(row, described.fields(), patterns);
    if (addition.position == null) {
      addition.position = row.position();
      addition.fields = fields;
    } else if (!addition.fields.equals(fields)) {
      throw row.invalid(
          described.id(),
          "item '%s' has fields %s here, and %s in %s"
              .formatted(item, fields, addition.fields, addition.position));
    }
  }

  private void requireFound() {
    if (rows == 0) {
      throw new InvalidDatasetException(file + " has no rows");
    }
    if (found == 0 && firstLost != null) {
      throw firstLost.invalid(
          described.id(),
          ("none of the %,d rows is about an item of the catalogue: this file has '%s', %s has"
               + " '%s'. Spell ids the same way, name a file that maps them with via, or leave out"
               + " the file")
              .formatted(
                  rows,
                  String.join("', '", lost),
                  described.via() == null ? "the catalogue" : described.via().file(),
                  String.join("', '", mapping.examples(catalogue.keySet()))));
    }
  }

  private CatalogueItem with(CatalogueItem item, Addition addition) {
    List<String> more =
        addition.categories.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    Map<String, String> fields = new TreeMap<>(item.fields());
    described.fields().keySet().forEach(name -> fields.put(name, ""));
    fields.putAll(addition.fields);
    String text =
        String.join(
            "\n",
            Stream.concat(Stream.of(item.text()), addition.texts.stream())
                .filter(part -> !part.isEmpty())
                .toList());
    return new CatalogueItem(
        item.itemId(),
        item.title(),
        Stream.concat(item.categories().stream(), more.stream()).distinct().toList(),
        fields,
        item.text().isEmpty() && !text.isEmpty() && !item.title().isEmpty()
            ? item.title() + "\n" + text
            : text);
  }
}
