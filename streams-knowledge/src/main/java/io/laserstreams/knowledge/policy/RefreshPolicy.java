package io.laserstreams.knowledge.policy;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When new knowledge is due. Pure: positions and wall-clock times in, a wall-clock time out.
 *
 * <p>Knowledge about a user is due at the first of: cold start (no knowledge yet and enough
 * events), growth (the history has grown by the factor or by the number of events since the
 * accepted knowledge), age (the accepted knowledge is too old and there is a new event). Knowledge
 * about an item is due if there is none yet or the item's content has changed.
 *
 * @param coldStartEvents events before the first request about a user
 * @param growthFactor a request is due when the position is this many times that of the accepted
 *     knowledge
 * @param growthEvents a request is due after this many events since the accepted knowledge
 * @param maxAge age of the accepted knowledge from which a single new event makes a request due
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
   * When a request about a user with {@code position} counted events is due: now or earlier, later
   * if nothing else happens, or {@link #NEVER}.
   *
   * @param accepted null if there is no knowledge yet
   */
  public long userDueAt(long position, @Nullable Accepted accepted, long now) {
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
  public long itemDueAt(long position, @Nullable Accepted accepted, long now) {
    return accepted == null || position > accepted.position() ? now : NEVER;
  }
}
