package io.laserstreams.knowledge.subject;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many of something there are, and since when the oldest. Written by one thread, read by any.
 * Times are kept to the second, so that memory does not grow with the number.
 */
final class TimedCount {
  private static final long RESOLUTION_MS = 1_000;

  private final AtomicLong count = new AtomicLong();
  private final NavigableMap<Long, Long> bySecond = new ConcurrentSkipListMap<>();

  void add(long since) {
    count.incrementAndGet();
    bySecond.merge(since / RESOLUTION_MS, 1L, Long::sum);
  }

  void remove(long since) {
    count.decrementAndGet();
    bySecond.computeIfPresent(since / RESOLUTION_MS, (second, n) -> n == 1 ? null : n - 1);
  }

  long count() {
    return count.get();
  }

  /** Wall-clock time of the oldest, to the second; empty if there is none. */
  OptionalLong oldest() {
    Map.Entry<Long, Long> oldest = bySecond.firstEntry();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.getKey() * RESOLUTION_MS);
  }
}
