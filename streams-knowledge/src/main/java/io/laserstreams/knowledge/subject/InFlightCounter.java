package io.laserstreams.knowledge.subject;

import io.laserstreams.schema.SubjectKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many questions of one task are in flight, and since when the oldest. Changed by the task's
 * thread, read by any. Times are kept to the second, so that the memory does not grow with the
 * number of questions.
 */
public final class InFlightCounter {
  private static final long RESOLUTION_MS = 1_000;

  private final Map<SubjectKind, Questions> kinds = new EnumMap<>(SubjectKind.class);

  private static final class Questions {
    private final AtomicLong count = new AtomicLong();
    private final NavigableMap<Long, Long> bySecond = new ConcurrentSkipListMap<>();
  }

  public InFlightCounter() {
    kinds.put(SubjectKind.USER, new Questions());
    kinds.put(SubjectKind.ITEM, new Questions());
  }

  void add(SubjectKind kind, long askedAt) {
    Questions questions = kinds.get(kind);
    questions.count.incrementAndGet();
    questions.bySecond.merge(askedAt / RESOLUTION_MS, 1L, Long::sum);
  }

  void remove(SubjectKind kind, long askedAt) {
    Questions questions = kinds.get(kind);
    questions.count.decrementAndGet();
    questions.bySecond.computeIfPresent(
        askedAt / RESOLUTION_MS, (second, n) -> n == 1 ? null : n - 1);
  }

  public long count(SubjectKind kind) {
    return kinds.get(kind).count.get();
  }

  /** Wall-clock time of the oldest question, to the second. */
  public OptionalLong oldest(SubjectKind kind) {
    Map.Entry<Long, Long> oldest = kinds.get(kind).bySecond.firstEntry();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.getKey() * RESOLUTION_MS);
  }
}
