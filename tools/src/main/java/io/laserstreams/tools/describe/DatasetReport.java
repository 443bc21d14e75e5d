package io.laserstreams.tools.describe;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.CatalogueItem;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.ItemFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a dataset holds, in lines for people. */
final class DatasetReport {
  private static final int MANY_VALUES = 10_000;

  private final Dataset data;
  private final DatasetDescription description;
  private final Path folder;
  private final Clock clock;

  DatasetReport(Dataset data, Path folder, Clock clock) {
    this.data = data;
    this.description = data.description();
    this.folder = folder;
    this.clock = clock;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Files");
    files()
        .forEach(
            (file, format) -> {
              FileProfile profile = FileProfile.read(folder, file, format, clock);
              lines.add("%s: %,d rows".formatted(file, profile.rows()));
              profile.columns().forEach(column -> lines.add("    " + column.describe()));
            });
    lines.add("");
    lines.add("Interactions");
    lines.addAll(interactions());
    lines.add("");
    lines.add("Split");
    lines.addAll(new SplitReport(data).lines());
    lines.add("");
    lines.add("Features");
    lines.addAll(features());
    return lines;
  }

  private Map<String, FileFormat> files() {
    Map<String, FileFormat> files = new LinkedHashMap<>();
    files.put(description.interactions().file(), description.interactions().format());
    if (description.users() != null) {
      files.put(description.users().file(), description.users().format());
    }
    if (description.items() != null) {
      files.put(description.items().file(), description.items().format());
      for (ItemFile joined : description.items().joined()) {
        files.put(joined.file(), joined.format());
      }
    }
    var knowledge = description.knowledge();
    if (knowledge != null && knowledge.items() != null && knowledge.items().item() != null) {
      files.put(knowledge.items().file(), knowledge.items().format());
    }
    return files;
  }

  private List<String> interactions() {
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    long candidates = 0;
    long interacted = 0;
    long positives = 0;
    for (Impression impression : data.impressions()) {
      users.add(impression.userId());
      for (Candidate candidate : impression.candidates()) {
        items.add(candidate.itemId());
        candidates++;
        interacted += candidate.interacted() ? 1 : 0;
        positives += candidate.positive() ? 1 : 0;
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%,d candidates in %,d impressions, of %,d users and %,d items; %,d interactions"
            .formatted(
                candidates, data.impressions().size(), users.size(), items.size(), interacted));
    if (description.interactions().negatives() != null) {
      lines.add("The candidates without an interaction were drawn, not shown");
    }
    lines.add(
        "Label '%s': %,d of %,d candidates are positive (%s)"
            .formatted(
                description.labels(),
                positives,
                candidates,
                SplitReport.percent(positives, candidates)));
    if (description.interactions().time() == null) {
      lines.add("Times: none");
    } else {
      long first = data.impressions().stream().mapToLong(Impression::time).min().orElse(0);
      long last = data.impressions().stream().mapToLong(Impression::time).max().orElse(0);
      lines.add(
          "Times: %s to %s".formatted(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last)));
    }
    return lines;
  }

  private List<String> features() {
    List<String> lines = new ArrayList<>();
    var spec = FeatureSpecs.of(data, null, null);
    lines.add(
        "Value bounds: %s%s"
            .formatted(
                spec.valueBounds().isEmpty() ? "none, there are no values" : spec.valueBounds(),
                description.features().valueBounds() == null && !spec.valueBounds().isEmpty()
                    ? ", derived from the data; features: {valueBounds: %s} fixes them"
                        .formatted(spec.valueBounds())
                    : ""));
    Map<String, Set<String>> fields = new TreeMap<>();
    Map<String, Integer> categories = new HashMap<>();
    int most = 0;
    for (CatalogueItem item : data.items().values()) {
      item.fields().forEach((name, value) -> add(fields, "items' " + name, value));
      item.categories().forEach(category -> categories.merge(category, 1, Integer::sum));
      most = Math.max(most, item.categories().size());
    }
    data.profiles()
        .values()
        .forEach(own -> own.forEach((name, value) -> add(fields, "users' " + name, value)));
    data.impressions()
        .forEach(
            play ->
                play.context().forEach((name, value) -> add(fields, "context's " + name, value)));
    lines.add(
        categories.isEmpty()
            ? "Categories: none"
            : "Categories: %,d, at most %d an item, most frequent %s"
                .formatted(categories.size(), most, mostFrequent(categories)));
    fields.forEach(
        (name, values) ->
            lines.add(
                "Field %s: %,d values%s"
                    .formatted(
                        name,
                        values.size(),
                        values.size() <= 1
                            ? ": useless"
                            : values.size() >= MANY_VALUES
                                ? ": too many to learn from each"
                                : "")));
    if (fields.isEmpty()) {
      lines.add("Fields: none");
    }
    return lines;
  }

  /** A missing value is none of a field's values. */
  private static void add(Map<String, Set<String>> fields, String name, String value) {
    Set<String> values = fields.computeIfAbsent(name, key -> new HashSet<>());
    if (!value.isEmpty()) {
      values.add(value);
    }
  }

  private static String mostFrequent(Map<String, Integer> categories) {
    return categories.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(each -> "'%s' (%,d items)".formatted(each.getKey(), each.getValue()))
        .orElse("none");
  }
}
