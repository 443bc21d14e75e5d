package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.DatasetDescription.Field;
import io.laserstreams.learning.dataset.description.DatasetDescription.Items;
import io.laserstreams.learning.dataset.description.DatasetDescription.Users;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.description.ItemFile;
import io.laserstreams.learning.dataset.description.Negatives;
import io.laserstreams.learning.dataset.file.FilePosition;
import io.laserstreams.learning.dataset.file.Row;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a dataset's files by its description. */
public final class DatasetReader {
  private final Path folder;

  private DatasetReader(Path folder) {
    this.folder = requireNonNull(folder, "folder is null");
  }

  /**
   * Reads the files in this folder.
   *
   * @throws InvalidDatasetException if they are not as the description says; the message names
   *     file, line and column
   */
  public static Dataset read(DatasetDescription description, Path folder) {
    return read(description, folder, Clock.systemUTC());
  }

  /** Reads the files in this folder; {@code clock} bounds the times to accept. */
  static Dataset read(DatasetDescription description, Path folder, Clock clock) {
    var reader = new DatasetReader(folder);
    Map<String, Map<String, String>> profiles =
        description.users() == null ? Map.of() : reader.profiles(description.users());
    List<Interaction> interactions = new InteractionReader(description, folder, clock).read();
    Map<String, CatalogueItem> items =
        description.items() == null ? bare(interactions) : reader.items(description.items());
    List<JoinedFile> joined =
        description.items() == null ? List.of() : reader.join(description.items(), items);
    List<Impression> impressions = reader.impressions(description, interactions, clock);
    return new Dataset(
        description, Fingerprint.of(description, folder), impressions, profiles, items, joined);
  }

  private List<Impression> impressions(
      DatasetDescription description, List<Interaction> interactions, Clock clock) {
    Negatives negatives = description.interactions().negatives();
    Items described = description.items();
    NegativeSampler sampler =
        negatives == null
            ? null
            : new NegativeSampler(
                negatives,
                described == null || described.available() == null
                    ? AvailableItems.once(interactions)
                    : AvailableItems.read(described, described.available(), folder, clock));
    return new Timeline(description).impressions(interactions, sampler);
  }

  private List<JoinedFile> join(Items items, Map<String, CatalogueItem> catalogue) {
    List<JoinedFile> joined = new ArrayList<>();
    for (ItemFile file : items.joined()) {
      joined.add(new JoinReader(file, folder, catalogue).addTo(catalogue));
    }
    return joined;
  }

  /** Without a catalogue, the items are those shown. */
  private static Map<String, CatalogueItem> bare(List<Interaction> interactions) {
    Map<String, CatalogueItem> items = new LinkedHashMap<>();
    for (Interaction interaction : interactions) {
      items.computeIfAbsent(
          interaction.candidate().itemId(),
          id -> new CatalogueItem(id, "", List.of(), Map.of(), ""));
    }
    return items;
  }

  private Map<String, Map<String, String>> profiles(Users users) {
    Map<String, Map<String, String>> profiles = new LinkedHashMap<>();
    Path file = folder.resolve(users.file());
    Map<String, FilePosition> positions = new HashMap<>();
    Map<String, Pattern> patterns = patterns(users.fields());
    Rows.read(
        file,
        users.format(),
        columns(Set.of(users.id()), users.fields()),
        row -> {
          String id = row.id(users.id());
          Map<String, String> profile = Map.copyOf(fields(row, users.fields(), patterns));
          putOnce(profiles, positions, id, profile, row, users.id());
        });
    return profiles;
  }

  private Map<String, CatalogueItem> items(Items items) {
    Map<String, CatalogueItem> catalogue = new LinkedHashMap<>();
    Path file = folder.resolve(items.file());
    Map<String, FilePosition> positions = new HashMap<>();
    Map<String, Pattern> patterns = patterns(items.fields());
    Map<String, Pattern> textPatterns = patterns(items.text());
    Set<String> columns = columns(Set.of(items.id()), items.fields());
    columns.addAll(columns(Set.of(), items.text()));
    if (items.title() != null) {
      columns.add(items.title());
    }
    if (items.categories() != null) {
      columns.addAll(items.categories().columns());
    }
    Rows.read(
        file,
        items.format(),
        columns,
        row -> {
          String id = row.id(items.id());
          String title = items.title() == null ? "" : row.text(items.title());
          var item =
              new CatalogueItem(
                  id,
                  title,
                  Categories.of(row, items.categories()),
                  fields(row, items.fields(), patterns),
                  text(row, title, items.text(), textPatterns));
          putOnce(catalogue, positions, id, item, row, items.id());
        });
    return catalogue;
  }

  /** A row may repeat the same values, so that one flat file can hold everything. */
  private static <T> void putOnce(
      Map<String, T> all,
      Map<String, FilePosition> positions,
      String id,
      T value,
      Row row,
      String column) {
    T before = all.putIfAbsent(id, value);
    if (before == null) {
      positions.put(id, row.position());
    } else if (!before.equals(value)) {
      throw row.invalid(
          column, "'%s' has other values here than in %s".formatted(id, positions.get(id)));
    }
  }

  /** The texts under their names, below the title; empty without any. */
  static String text(
      Row row, String title, Map<String, Field> described, Map<String, Pattern> patterns) {
    Map<String, String> parts = fields(row, described, patterns);
    parts.values().removeIf(String::isBlank);
    if (parts.isEmpty()) {
      return "";
    }
    var text = new StringBuilder(title);
    described.keySet().stream()
        .filter(parts::containsKey)
        .forEach(
            name ->
                text.append(text.isEmpty() ? "" : "\n")
                    .append(name)
                    .append(": ")
                    .append(parts.get(name)));
    return text.toString();
  }

  static Set<String> columns(Set<String> own, Map<String, Field> fields) {
    Set<String> columns = new HashSet<>(own);
    fields.values().forEach(field -> columns.add(field.column()));
    return columns;
  }

  static Map<String, Pattern> patterns(Map<String, Field> fields) {
    Map<String, Pattern> patterns = new HashMap<>();
    fields.forEach(
        (name, field) -> {
          if (field.pattern() != null) {
            patterns.put(name, Pattern.compile(field.pattern()));
          }
        });
    return patterns;
  }

  static Map<String, String> fields(
      Row row, Map<String, Field> fields, Map<String, Pattern> patterns) {
    Map<String, String> values = new TreeMap<>();
    fields.forEach(
        (name, field) -> {
          String text = row.text(field.column());
          Pattern pattern = patterns.get(name);
          Matcher matcher = pattern == null ? null : pattern.matcher(text);
          values.put(
              name,
              matcher == null
                  ? text
                  : matcher.find() && matcher.group(1) != null ? matcher.group(1) : "");
        });
    return values;
  }
}
