package io.laserstreams.knowledge.subject;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.SubjectKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many subjects of one task wait for the budget, why, and since when the longest. Written by
 * the task's thread, read by any.
 */
public final class WaitingCounter {
  private final Map<RefreshReason, TimedCount> users = counts();
  private final Map<RefreshReason, TimedCount> items = counts();

  void add(SubjectKind kind, RefreshReason reason, long since) {
    of(kind, reason).add(since);
  }

  void remove(SubjectKind kind, RefreshReason reason, long since) {
    of(kind, reason).remove(since);
  }

  public long count(SubjectKind kind, RefreshReason reason) {
    return of(kind, reason).count();
  }

  public long count(SubjectKind kind) {
    return of(kind).values().stream().mapToLong(TimedCount::count).sum();
  }

  /** Since when the longest waits, to the second; empty if none does. */
  public OptionalLong oldest(SubjectKind kind) {
    return of(kind).values().stream()
        .map(TimedCount::oldest)
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  private TimedCount of(SubjectKind kind, RefreshReason reason) {
    return requireNonNull(of(kind).get(reason), "every reason is counted");
  }

  private Map<RefreshReason, TimedCount> of(SubjectKind kind) {
    return switch (kind) {
      case USER -> users;
      case ITEM -> items;
      case UNKNOWN -> throw new IllegalArgumentException("Nothing of kind " + kind + " waits");
    };
  }

  private static Map<RefreshReason, TimedCount> counts() {
    Map<RefreshReason, TimedCount> counts = new EnumMap<>(RefreshReason.class);
    for (RefreshReason reason : RefreshReason.values()) {
      counts.put(reason, new TimedCount());
    }
    return counts;
  }
}
