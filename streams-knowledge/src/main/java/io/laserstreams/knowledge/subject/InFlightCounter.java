package io.laserstreams.knowledge.subject;

import io.laserstreams.schema.SubjectKind;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests of one task are in flight, and since when the oldest. Written by the task's
 * thread, read by any. Times are kept to the second, so that memory does not grow with the number
 * of requests.
 */
public final class InFlightCounter {
  private static final long RESOLUTION_MS = 1_000;

  private final Requests users = new Requests();
  private final Requests items = new Requests();

  private static final class Requests {
    private final AtomicLong count = new AtomicLong();
    private final NavigableMap<Long, Long> bySecond = new ConcurrentSkipListMap<>();
  }

  void add(SubjectKind kind, long requestedAt) {
    Requests requests = of(kind);
    requests.count.incrementAndGet();
    requests.bySecond.merge(requestedAt / RESOLUTION_MS, 1L, Long::sum);
  }

  void remove(SubjectKind kind, long requestedAt) {
    Requests requests = of(kind);
    requests.count.decrementAndGet();
    requests.bySecond.computeIfPresent(
        requestedAt / RESOLUTION_MS, (second, n) -> n == 1 ? null : n - 1);
  }

  public long count(SubjectKind kind) {
    return of(kind).count.get();
  }

  /** Wall-clock time of the oldest request, to the second; empty if none is in flight. */
  public OptionalLong oldest(SubjectKind kind) {
    Map.Entry<Long, Long> oldest = of(kind).bySecond.firstEntry();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.getKey() * RESOLUTION_MS);
  }

  private Requests of(SubjectKind kind) {
    return switch (kind) {
      case USER -> users;
      case ITEM -> items;
      case UNKNOWN -> throw new IllegalArgumentException("No requests about kind " + kind);
    };
  }
}
