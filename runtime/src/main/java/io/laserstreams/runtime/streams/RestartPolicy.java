package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Decides whether a failed stream thread is replaced, and after which pause: 1 s, doubling with
 * each failure inside the window up to 30 s; after more than {@code max} failures inside the
 * window, never. Thread-safe.
 */
final class RestartPolicy {
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long MAX_PAUSE_MS = 30_000;
  private static final int MAX_DOUBLINGS = 5;

  private final int max;
  private final Duration window;
  private final InstantSource clock;
  private final Deque<Long> failures = new ArrayDeque<>();

  RestartPolicy(int max, Duration window, InstantSource clock) {
    this.max = max;
    this.window = requireNonNull(window, "window is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** Pause before a replacement after a failure that counts; empty if there were too many. */
  synchronized Optional<Duration> afterFailure() {
    long now = clock.millis();
    failures.addLast(now);
    while (failures.getFirst() <= now - window.toMillis()) {
      failures.removeFirst();
    }
    return failures.size() > max ? Optional.empty() : Optional.of(pause(failures.size() - 1));
  }

  /** Pause before a replacement after an outage of another system, which does not count. */
  Duration afterOutage() {
    return Duration.ofMillis(FIRST_PAUSE_MS);
  }

  private static Duration pause(int doublings) {
    return Duration.ofMillis(
        Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS << Math.min(doublings, MAX_DOUBLINGS)));
  }
}
