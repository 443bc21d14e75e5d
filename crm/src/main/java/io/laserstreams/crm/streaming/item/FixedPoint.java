package io.laserstreams.crm.streaming.item;

/**
 * Numbers as whole multiples of 2<sup>-20</sup>. Their sums are exact, so it does not matter who
 * adds them up and in which order. Eight million of the largest number fit into a sum.
 */
final class FixedPoint {
  private static final double UNIT = 1L << 20;
  private static final double LARGEST = 1L << 20;

  private FixedPoint() {}

  /** The nearest multiple; numbers beyond a million count as a million. */
  static long of(double value) {
    return Math.round(Math.max(-LARGEST, Math.min(LARGEST, value)) * UNIT);
  }

  /** Whether so many numbers can have this sum. */
  static boolean isSumOf(long count, long fixed) {
    return Math.abs((double) fixed) <= count * LARGEST * UNIT;
  }

  static double toDouble(long fixed) {
    return fixed / UNIT;
  }
}
