package io.laserstreams.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Polls for a condition with a deadline. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Eventually() {}

  /** The first value that fits; fails with the last one seen where none does in time. */
  public static <T> T get(Callable<T> value, Predicate<T> fits) throws Exception {
    long giveUp = System.nanoTime() + DEADLINE.toNanos();
    T last = value.call();
    while (!fits.test(last)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("Not within " + DEADLINE + "; last seen: " + last);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      last = value.call();
    }
    return last;
  }
}
