package io.laserstreams.systemtests.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, up to a limit. */
public final class Await {
  public static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long POLL_INTERVAL_NANOS = Duration.ofMillis(50).toNanos();

  private Await() {}

  /**
   * @param what completes the message "not within 120 s: "
   */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * @param what evaluated when the time runs out, so that it can report the progress
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> "not within " + PATIENCE.toSeconds() + " s: " + what.get());
      LockSupport.parkNanos(POLL_INTERVAL_NANOS);
    }
  }
}
