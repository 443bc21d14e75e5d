package io.laserstreams.knowledge.subject;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subject whose request is due and waits for the budget.
 *
 * @param reason why it is due
 * @param since when it became due, wall-clock milliseconds
 * @param priority higher first; comparable within a kind only
 */
public record Waiting(RefreshReason reason, long since, double priority) {
  /** A place in the queue is kept until a priority has changed by more than this. */
  private static final double HYSTERESIS = 0.25;

  public Waiting {
    requireNonNull(reason, "reason is null");
  }

  /** The same place, or another one if the priority has changed enough to matter. */
  public Waiting with(RefreshReason latest, double latestPriority) {
    boolean same = latest == reason && Math.abs(latestPriority - priority) <= HYSTERESIS;
    return same ? this : new Waiting(latest, since, latestPriority);
  }

  /** Writes one that may be missing. */
  static void write(StateWriter out, @Nullable Waiting waiting) {
    out.flag(waiting != null);
    if (waiting != null) {
      out.text(waiting.reason.name()).number(waiting.since).real(waiting.priority);
    }
  }

  /** Reads what {@link #write} wrote. */
  static @Nullable Waiting read(StateReader in) {
    return in.flag() ? new Waiting(reason(in), in.number(), in.longReal()) : null;
  }

  private static RefreshReason reason(StateReader in) {
    String name = in.text();
    Optional<RefreshReason> reason =
        Arrays.stream(RefreshReason.values()).filter(known -> known.name().equals(name)).findAny();
    in.require(reason.isPresent(), "it waits for the unknown reason " + name);
    return reason.orElseThrow();
  }
}
