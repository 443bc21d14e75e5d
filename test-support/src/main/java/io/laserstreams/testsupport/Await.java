package io.laserstreams.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Polls for a condition until {@link #PATIENCE} is over. */
public final class Await {
  public static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /**
   * @param what completes the message "not within 120 s: "
   */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * @param what asked when patience is over, so that it can say how far it came
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      pauseBefore(deadline, what);
    }
  }

  /** The first value that fits; the failure names the last one seen. */
  public static <T> T value(Callable<T> source, Predicate<T> fits) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    T last = source.call();
    while (!fits.test(last)) {
      T seen = last;
      pauseBefore(deadline, () -> "last seen " + seen);
      last = source.call();
    }
    return last;
  }

  private static void pauseBefore(long deadline, Supplier<String> what) {
    if (System.nanoTime() - deadline > 0) {
      throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what.get());
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
