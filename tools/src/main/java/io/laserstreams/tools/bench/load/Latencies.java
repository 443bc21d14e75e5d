package io.laserstreams.tools.bench.load;

import java.util.Arrays;

/** Times of answers, all of them kept, so that percentiles are exact. For one thread. */
public final class Latencies {
  private static final int FIRST_CAPACITY = 1024;
  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[FIRST_CAPACITY];
  private int count;
  private boolean sorted = true;

  public void add(long nanoseconds) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = nanoseconds;
    sorted = false;
  }

  public int count() {
    return count;
  }

  /**
   * The smallest time that is not exceeded by this share of them, in milliseconds.
   *
   * @param percentile above 0, at most 100, which gives the largest
   * @throws IllegalStateException if there are none
   */
  public double millis(double percentile) {
    if (!(percentile > 0 && percentile <= 100)) {
      throw new IllegalArgumentException(
          "percentile is " + percentile + ", must be above 0 and at most 100");
    }
    if (count == 0) {
      throw new IllegalStateException("there are no times to take a percentile of");
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    int rank = (int) Math.ceil(percentile / 100 * count - 1e-9);
    return nanos[Math.max(1, rank) - 1] / NANOS_PER_MILLI;
  }
}
