package io.laserstreams.tools.bench.load;

import java.util.concurrent.locks.LockSupport;

/**
 * When to send at a steady rate, whatever the answers do (an open loop). Latency counts from these
 * times: a sender that falls behind must not hide how long its users would have waited.
 *
 * @param start as {@link System#nanoTime} counts
 * @param perSecond rate
 */
public record Schedule(long start, double perSecond) {
  private static final double NANOS_PER_SECOND = 1e9;

  public Schedule {
    if (!(perSecond > 0 && perSecond <= NANOS_PER_SECOND)) {
      throw new IllegalArgumentException("the rate is " + perSecond + "/s, must be above 0");
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
