package io.laserstreams.tools.backfill;

import io.laserstreams.schema.rule.Violation;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts refused records by reason. */
final class RefusalCounts {
  private final Map<String, Long> byReason = new TreeMap<>();
  private @Nullable String first;

  void add(Violation violation) {
    add(violation.reason(), violation.message());
  }

  void add(String reason, String message) {
    if (first == null) {
      first = message;
    }
    byReason.merge(reason, 1L, Long::sum);
  }

  long count() {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What is wrong with the first; null if nothing is refused. */
  @Nullable String first() {
    return first;
  }

  /** For example {@code bad-id 2, time-ahead 1}. */
  @Override
  public String toString() {
    return byReason.entrySet().stream()
        .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
        .collect(Collectors.joining(", "));
  }
}
