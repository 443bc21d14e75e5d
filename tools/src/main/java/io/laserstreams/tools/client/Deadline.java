package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A point on the monotonic clock up to which a command waits. */
public final class Deadline {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Duration patience;
  private final long nanoTime;

  private Deadline(Duration patience) {
    this.patience = requireNonNull(patience, "patience is null");
    this.nanoTime = System.nanoTime() + patience.toNanos();
  }

  public static Deadline in(Duration patience) {
    return new Deadline(patience);
  }

  /** The whole time. */
  public Duration patience() {
    return patience;
  }

  /** The time left, zero if it is over. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** The time left in whole milliseconds, at least one: Kafka's clients reject zero. */
  public int leftMillis() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, left().toMillis()));
  }

  public boolean isOver() {
    return System.nanoTime() - nanoTime >= 0;
  }

  /** Waits briefly, not beyond the deadline. */
  public void pause() {
    LockSupport.parkNanos(Math.min(PAUSE.toNanos(), left().toNanos()));
  }
}
