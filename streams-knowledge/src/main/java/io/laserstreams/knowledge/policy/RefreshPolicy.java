package io.laserstreams.knowledge.policy;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.subject.RefreshReason;
import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When new knowledge is due. Pure: positions, drift and wall-clock times in, a reason and a
 * wall-clock time out.
 *
 * <p>Knowledge about a user is due at the first of: cold start (no knowledge yet and enough
 * events), growth (the history has grown by the factor or by the number of events since the
 * accepted knowledge), drift (the newest events are about something else than those that the
 * accepted knowledge is based on), age (the accepted knowledge is too old and there is a new
 * event). Knowledge about an item is due if there is none yet or the item's content has changed.
 *
 * @param coldStartEvents events before the first request about a user
 * @param growthFactor a request is due when the position is this many times that of the accepted
 *     knowledge
 * @param growthEvents a request is due after this many events since the accepted knowledge
 * @param maxAge age of the accepted knowledge from which a single new event makes a request due
 * @param drift how far a taste may move
 */
public record RefreshPolicy(
    long coldStartEvents, double growthFactor, long growthEvents, Duration maxAge, Drift drift) {
  /**
   * How far a user's taste may move from that of the accepted knowledge. It is looked at once a
   * quarter of the window is new: one event among few may point anywhere.
   *
   * <p>A user who waits for the budget goes on waiting until the drift is below half the threshold,
   * so that one event more or less does not move users in and out of the queue.
   *
   * @param threshold a request is due from this drift on, see {@code Taste}; 0 for never
   * @param events newest events that make up the taste: the window
   */
  public record Drift(double threshold, int events) {
    private static final int QUARTER = 4;

    public Drift {
      if (!(threshold >= 0) || events < 1) {
        throw new IllegalArgumentException(
            "threshold must be at least 0 and events at least 1, not "
                + threshold
                + " and "
                + events);
      }
    }

    /** Whether drift ever makes a request due. */
    public boolean isOn() {
      return threshold > 0;
    }

    private boolean isDue(long newEvents, boolean waits, DoubleSupplier measured) {
      return isOn()
          && QUARTER * newEvents >= events
          && measured.getAsDouble() >= (waits ? threshold / 2 : threshold);
    }
  }

  public RefreshPolicy {
    requireNonNull(maxAge, "maxAge is null");
    requireNonNull(drift, "drift is null");
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
   * if nothing else happens, or {@link Due#NEVER}.
   *
   * @param accepted null if there is no knowledge yet
   * @param waits whether the user waits for the budget already
   * @param measured the drift since the accepted knowledge; asked only if it decides
   */
  public Due userDue(
      long position,
      @Nullable Accepted accepted,
      boolean waits,
      DoubleSupplier measured,
      long now) {
    if (accepted == null) {
      return position >= coldStartEvents ? new Due(now, RefreshReason.COLD_START) : Due.NEVER;
    }
    long newEvents = position - accepted.position();
    if (newEvents <= 0) {
      return Due.NEVER;
    }
    if (newEvents >= growthEvents || position >= accepted.position() * growthFactor) {
      return new Due(now, RefreshReason.GROWTH);
    }
    Due old = new Due(accepted.at() + maxAge.toMillis(), RefreshReason.AGE);
    return old.at() > now && drift.isDue(newEvents, waits, measured)
        ? new Due(now, RefreshReason.DRIFT)
        : old;
  }

  /** The same for an item whose content last changed at {@code position}. */
  public Due itemDue(long position, @Nullable Accepted accepted, long now) {
    if (accepted == null) {
      return new Due(now, RefreshReason.COLD_START);
    }
    return position > accepted.position() ? new Due(now, RefreshReason.CHANGE) : Due.NEVER;
  }
}
