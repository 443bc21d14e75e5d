package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of the label's column, for errors; read again, because only errors need them. */
final class LabelValues {
  private static final int LISTED = 6;
  private static final int MAX_DISTINCT = 100_000;

  private LabelValues() {}

  /** The rule and the most frequent values, in words. */
  static String describe(DatasetDescription description, Path folder) {
    String column = description.labelColumn();
    var interactions = description.interactions();
    Map<String, Long> counts = new HashMap<>();
    Rows.read(
        folder.resolve(interactions.file()),
        interactions.format(),
        Set.of(column),
        row -> {
          String value = row.text(column);
          if (counts.size() < MAX_DISTINCT || counts.containsKey(value)) {
            counts.merge(value, 1L, Long::sum);
          }
        });
    return "the label rule is '%s', and column '%s' of %s has %s"
        .formatted(description.labels(), column, interactions.file(), values(counts));
  }

  private static String values(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> frequent =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .limit(LISTED)
            .toList();
    String listed =
        frequent.stream()
            .map(
                value ->
                    "%s (%,d rows)"
                        .formatted(
                            value.getKey().isEmpty() ? "nothing" : "'" + value.getKey() + "'",
                            value.getValue()))
            .collect(Collectors.joining(", "));
    return counts.size() <= LISTED
        ? listed
        : listed + " and %,d other values".formatted(counts.size() - LISTED);
  }
}
