package io.laserstreams.systemtests.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with an end. */
public final class Await {
  public static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(50).toNanos();

  private Await() {}

  /**
   * @param what completes the message "not within 120 s: "
   */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * @param what asked when the time is over, so that it can tell how far it came
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < giveUp,
          () -> "not within " + PATIENCE.toSeconds() + " s: " + what.get());
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
