package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How far the workers have come through one task's requests, which they take in about the order in
 * which they were made. Forgotten when the app ends: until the first answer, nobody waits longer.
 */
final class WorkerProgress {
  private final Duration patience;
  private long answeredUpTo = Long.MIN_VALUE;
  private long answeredAt = Long.MIN_VALUE;

  /**
   * @param patience for how long workers that have answered count as at work
   */
  WorkerProgress(Duration patience) {
    this.patience = requireNonNull(patience, "patience is null");
  }

  /**
   * A request was answered.
   *
   * @param requestedAt when its first attempt was made
   */
  void answered(long requestedAt, long now) {
    answeredUpTo = Math.max(answeredUpTo, requestedAt);
    answeredAt = now;
  }

  /** Whether a request is still to come: workers answer, but none that was made later. */
  boolean isStillToCome(long requestedAt, long now) {
    return answeredAt != Long.MIN_VALUE
        && now - answeredAt <= patience.toMillis()
        && requestedAt >= answeredUpTo;
  }
}
