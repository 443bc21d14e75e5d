package io.laserstreams.knowledge.policy;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import java.time.Duration;

/**
 * When knowledge is due. Pure: positions and wall-clock times in, a wall-clock time out.
 *
 * <p>A user's is due at the first of: cold start (nothing known yet and enough events), growth (the
 * history has grown by the factor or by the number of events since the accepted knowledge), age
 * (the accepted knowledge is too old and something is new). An item's is due when nothing is known
 * yet or its content has changed.
 *
 * @param coldStartEvents events before the first question about a user
 * @param growthFactor how many times the position of the accepted knowledge makes a new question
 *     due
 * @param growthEvents how many events since the accepted knowledge make a new question due
 * @param maxAge age of accepted knowledge at which a single new event makes a new question due
 */
public record RefreshPolicy(
    long coldStartEvents, double growthFactor, long growthEvents, Duration maxAge) {
  /** Not due until something changes. */
  public static final long NEVER = Long.MAX_VALUE;

  public RefreshPolicy {
    requireNonNull(maxAge, "maxAge is null");
    if (coldStartEvents < 1 || growthEvents < 1 || !(growthFactor > 1)) {
      throw new IllegalArgumentException(
          "coldStartEvents and growthEvents must be at least 1 and growthFactor above 1, not "
              + coldStartEvents
              + ", "
              + growthEvents
              + " and "
              + growthFactor);
    }
  }

  /**
   * When a question about a user with {@code position} counted events is due: now or earlier, later
   * if nothing else happens, or {@link #NEVER}.
   *
   * @param accepted null where nothing is known yet
   */
  public long userDueAt(long position, Accepted accepted, long now) {
    if (accepted == null) {
      return position >= coldStartEvents ? now : NEVER;
    }
    if (position <= accepted.position()) {
      return NEVER;
    }
    boolean grown =
        position - accepted.position() >= growthEvents
            || position >= accepted.position() * growthFactor;
    return grown ? now : accepted.at() + maxAge.toMillis();
  }

  /** The same for an item whose content last changed at {@code position}. */
  public long itemDueAt(long position, Accepted accepted, long now) {
    return accepted == null || position > accepted.position() ? now : NEVER;
  }
}
