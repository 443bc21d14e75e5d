package io.laserstreams.crm.streaming.item;

/**
 * Numbers as whole multiples of 2<sup>-20</sup>. Their sums are exact, so that it does not matter
 * where and in which order they are added. A sum holds eight million of the largest number.
 */
final class FixedPoint {
  private static final double UNIT = 1L << 20;
  private static final double MAX_VALUE = 1L << 20;

  private FixedPoint() {}

  /** The nearest multiple; numbers beyond a million count as a million. */
  static long of(double value) {
    return Math.round(Math.max(-MAX_VALUE, Math.min(MAX_VALUE, value)) * UNIT);
  }

  /** Whether {@code count} numbers can have this sum. */
  static boolean isSumOf(long count, long fixed) {
    return Math.abs((double) fixed) <= count * MAX_VALUE * UNIT;
  }

  static double toDouble(long fixed) {
    return fixed / UNIT;
  }
}
