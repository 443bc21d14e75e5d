package io.laserstreams.knowledge.subject;

import io.laserstreams.schema.SubjectKind;
import java.util.OptionalLong;

/**
 * How many requests of one task are in flight, and since when the oldest. Written by the task's
 * thread, read by any.
 */
public final class InFlightCounter {
  private final TimedCount users = new TimedCount();
  private final TimedCount items = new TimedCount();

  void add(SubjectKind kind, long requestedAt) {
    of(kind).add(requestedAt);
  }

  void remove(SubjectKind kind, long requestedAt) {
    of(kind).remove(requestedAt);
  }

  public long count(SubjectKind kind) {
    return of(kind).count();
  }

  /** Wall-clock time of the oldest request, to the second; empty if none is in flight. */
  public OptionalLong oldest(SubjectKind kind) {
    return of(kind).oldest();
  }

  private TimedCount of(SubjectKind kind) {
    return switch (kind) {
      case USER -> users;
      case ITEM -> items;
      case UNKNOWN -> throw new IllegalArgumentException("No requests about kind " + kind);
    };
  }
}
