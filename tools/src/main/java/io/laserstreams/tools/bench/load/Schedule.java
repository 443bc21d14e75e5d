package io.laserstreams.tools.bench.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * When to send at a steady rate, whatever the answers do (an open loop). Latency counts from these
 * times: a sender that falls behind must not hide how long its users would have waited.
 *
 * @param start as {@link System#nanoTime} counts
 * @param perSecond rate
 */
public record Schedule(long start, double perSecond) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long LEAD_NANOS = 20_000_000;

  public Schedule {
    if (!(perSecond > 0 && perSecond <= NANOS_PER_SECOND)) {
      throw new IllegalArgumentException("the rate is " + perSecond + "/s, must be above 0");
    }
  }

  /**
   * Has everything of a window sent, beginning shortly.
   *
   * @param send takes the intended time once it has come
   */
  public static void play(double perSecond, Duration window, LongConsumer send) {
    Schedule schedule = new Schedule(System.nanoTime() + LEAD_NANOS, perSecond);
    long count = Math.max(1, Math.round(perSecond * window.toNanos() / NANOS_PER_SECOND));
    for (long n = 0; n < count; n++) {
      schedule.await(n);
      send.accept(schedule.intended(n));
    }
  }

  /** When to send the {@code n}-th, counted from 0. */
  public long intended(long n) {
    return start + Math.round(n * (NANOS_PER_SECOND / perSecond));
  }

  /** Returns when it is time to send the {@code n}-th, at once if that has passed. */
  public void await(long n) {
    long left = intended(n) - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = intended(n) - System.nanoTime();
    }
  }
}
