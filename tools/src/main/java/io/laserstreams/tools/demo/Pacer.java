package io.laserstreams.tools.demo;

/** Keeps a steady rate of impressions; falls behind rather than bursting after a stall. */
final class Pacer {
  private static final double NANOS = 1e9;
  private static final int MAX_BURST = 20;

  private final double perSecond;
  private long startedAt;
  private long done;

  Pacer(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.startedAt = nowNanos;
  }

  /** How many impressions to send now; counts them as sent. */
  int due(long nowNanos) {
    long owed = (long) ((nowNanos - startedAt) / NANOS * perSecond) - done;
    if (owed > MAX_BURST) {
      startedAt = nowNanos;
      done = 0;
      return MAX_BURST;
    }
    done += owed;
    return Math.toIntExact(owed);
  }
}
