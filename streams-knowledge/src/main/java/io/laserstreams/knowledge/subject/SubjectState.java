package io.laserstreams.knowledge.subject;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;

/**
 * What is going on about one subject. Immutable. Times are wall-clock milliseconds unless they are
 * called event times.
 *
 * @param bornAt when the subject was first seen in this life; after it was deleted or forgotten a
 *     new life begins
 * @param accepted the newest accepted knowledge, null where there is none
 * @param pending the question in flight, null where there is none
 * @param abandoned position at which the attempts were used up; null where none was since the last
 *     accepted knowledge
 * @param wakeAt when the subject is to be looked at without anything happening; {@link #NO_WAKE}
 *     for never
 */
public record SubjectState(
    long bornAt, Accepted accepted, Pending pending, Long abandoned, long wakeAt) {
  public static final long NO_WAKE = Long.MAX_VALUE;

  private static final int LAYOUT = 1;

  /**
   * @param position how much of the subject the knowledge is based on
   * @param at when it was accepted
   */
  public record Accepted(long position, long at) {}

  /**
   * @param basedOnEventTime event time of the newest event in the question
   * @param attempt 1 for the first
   * @param askedAt when the first attempt was made
   */
  public record Pending(long position, long basedOnEventTime, int attempt, long askedAt) {}

  public static SubjectState born(long now) {
    return new SubjectState(now, null, null, null, NO_WAKE);
  }

  /** A question was asked and is waited for until {@code deadline}. */
  public SubjectState asked(Pending question, long deadline) {
    return new SubjectState(bornAt, accepted, question, abandoned, deadline);
  }

  /** Nothing is in flight; to be looked at again at {@code time}. */
  public SubjectState idleUntil(long time) {
    return new SubjectState(bornAt, accepted, null, abandoned, time);
  }

  /** The attempts at {@code position} are used up. */
  public SubjectState abandonedAt(long position) {
    return new SubjectState(bornAt, accepted, null, position, NO_WAKE);
  }

  /** An answer is accepted; a question that it settles is no longer in flight, a later one is. */
  public SubjectState accepting(long position, long now) {
    boolean settled = pending == null || pending.position() <= position;
    return new SubjectState(
        bornAt,
        new Accepted(position, now),
        settled ? null : pending,
        abandoned != null && abandoned <= position ? null : abandoned,
        settled ? NO_WAKE : wakeAt);
  }

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).number(bornAt).number(wakeAt).flag(accepted != null);
    if (accepted != null) {
      out.number(accepted.position).number(accepted.at);
    }
    out.flag(pending != null);
    if (pending != null) {
      out.number(pending.position)
          .number(pending.basedOnEventTime)
          .number(pending.attempt)
          .number(pending.askedAt);
    }
    return out.optionalNumber(abandoned).toBytes();
  }

  static SubjectState decode(byte[] bytes) {
    StateReader in = new StateReader(bytes, LAYOUT, "a subject");
    long bornAt = in.number();
    long wakeAt = in.number();
    Accepted accepted = in.flag() ? new Accepted(in.number(), in.number()) : null;
    Pending pending =
        in.flag() ? new Pending(in.number(), in.number(), in.count(), in.number()) : null;
    return new SubjectState(bornAt, accepted, pending, in.optionalNumber(), wakeAt);
  }
}
