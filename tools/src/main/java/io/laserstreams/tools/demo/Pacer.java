package io.laserstreams.tools.demo;

/**
 * A steady rate: how many impressions are due by now. Falls behind rather than bursting after a
 * stall.
 */
final class Pacer {
  private static final double NANOS = 1e9;
  private static final int LARGEST_BURST = 20;

  private final double perSecond;
  private long startedAt;
  private long done;

  Pacer(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.startedAt = nowNanos;
  }

  /** How many to send now; counts them as sent. */
  int due(long nowNanos) {
    long owed = (long) ((nowNanos - startedAt) / NANOS * perSecond) - done;
    if (owed > LARGEST_BURST) {
      startedAt = nowNanos;
      done = 0;
      return LARGEST_BURST;
    }
    done += owed;
    return Math.toIntExact(owed);
  }
}
