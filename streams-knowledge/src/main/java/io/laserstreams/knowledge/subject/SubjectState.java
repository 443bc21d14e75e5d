package io.laserstreams.knowledge.subject;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.budget.Cost;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The state of requests and knowledge about one subject. Immutable. Times are wall-clock
 * milliseconds unless they are called event times.
 *
 * @param createdAt when the subject was first seen, or first seen again after it was deleted
 * @param accepted the newest accepted knowledge, null if none
 * @param pending the request in flight, null if none
 * @param waiting for the budget, null if it does not wait
 * @param abandoned position at which the attempts were used up, null if none was since the last
 *     accepted knowledge
 * @param wakeAt when to check the subject even if nothing happens; {@link #NO_WAKE} for never
 */
public record SubjectState(
    long createdAt,
    @Nullable Accepted accepted,
    @Nullable Pending pending,
    @Nullable Waiting waiting,
    @Nullable Long abandoned,
    long wakeAt) {
  public static final long NO_WAKE = Long.MAX_VALUE;

  private static final int LAYOUT = 2;

  /** Without tastes, costs and a queue. */
  private static final int FIRST_LAYOUT = 1;

  /**
   * @param position version of the subject that the knowledge is based on
   * @param at when it was accepted
   * @param taste of the user's newest events at that position; null if not known, and for items
   */
  public record Accepted(long position, long at, @Nullable Taste taste) {}

  /**
   * @param basedOnEventTime event time of the newest event in the request
   * @param attempt 1 for the first
   * @param requestedAt when the first attempt was made
   * @param taste as in {@link Accepted}
   * @param cost what it is expected to cost
   */
  public record Pending(
      long position,
      long basedOnEventTime,
      int attempt,
      long requestedAt,
      @Nullable Taste taste,
      Cost cost) {
    public Pending {
      requireNonNull(cost, "cost is null");
    }
  }

  public static SubjectState created(long now) {
    return new SubjectState(now, null, null, null, null, NO_WAKE);
  }

  /** A request is in flight, to be answered before {@code deadline}. */
  public SubjectState requested(Pending request, long deadline) {
    return new SubjectState(createdAt, accepted, request, null, abandoned, deadline);
  }

  /** Its request is due and waits. */
  public SubjectState waiting(Waiting due) {
    return new SubjectState(createdAt, accepted, null, due, abandoned, NO_WAKE);
  }

  /** Nothing is in flight or waits; the next check is at {@code time}. */
  public SubjectState idleUntil(long time) {
    return new SubjectState(createdAt, accepted, null, null, abandoned, time);
  }

  /** The attempts at {@code position} are used up. */
  public SubjectState abandonedAt(long position) {
    return new SubjectState(createdAt, accepted, null, null, position, NO_WAKE);
  }

  /**
   * An answer is accepted; a pending request at a later position stays in flight.
   *
   * @param current the taste if {@code position} is the subject's current one, else null
   */
  public SubjectState accepting(long position, long now, @Nullable Taste current) {
    boolean settled = pending == null || pending.position() <= position;
    Taste taste = pending != null && pending.position() == position ? pending.taste() : current;
    return new SubjectState(
        createdAt,
        new Accepted(position, now, taste),
        settled ? null : pending,
        waiting,
        abandoned != null && abandoned <= position ? null : abandoned,
        settled ? NO_WAKE : wakeAt);
  }

  byte[] encode() {
    StateWriter out =
        new StateWriter(LAYOUT).number(createdAt).number(wakeAt).flag(accepted != null);
    if (accepted != null) {
      out.number(accepted.position).number(accepted.at);
      Taste.write(out, accepted.taste);
    }
    out.flag(pending != null);
    if (pending != null) {
      out.number(pending.position)
          .number(pending.basedOnEventTime)
          .number(pending.attempt)
          .number(pending.requestedAt);
      Taste.write(out, pending.taste);
      out.number(pending.cost.formula()).number(pending.cost.charged());
    }
    Waiting.write(out, waiting);
    return out.optionalNumber(abandoned).toBytes();
  }

  static SubjectState decode(byte[] bytes) {
    StateReader in = new StateReader(bytes, LAYOUT, "a subject");
    long createdAt = in.number();
    long wakeAt = in.number();
    boolean first = in.version() == FIRST_LAYOUT;
    Accepted accepted =
        in.flag() ? new Accepted(in.number(), in.number(), first ? null : Taste.read(in)) : null;
    Pending pending = in.flag() ? pending(in, first) : null;
    Waiting waiting = first ? null : Waiting.read(in);
    return new SubjectState(createdAt, accepted, pending, waiting, in.optionalNumber(), wakeAt);
  }

  private static Pending pending(StateReader in, boolean first) {
    return new Pending(
        in.number(),
        in.number(),
        in.count(),
        in.number(),
        first ? null : Taste.read(in),
        first ? Cost.NONE : new Cost(in.number(), in.number()));
  }
}
