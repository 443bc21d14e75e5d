package io.laserstreams.crm.streaming.item;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;

/**
 * Exact sums over interactions: how many, and of their values, squares and likes, in {@link
 * FixedPoint}. Immutable.
 *
 * @param count interactions
 * @param sum of their values
 * @param squares of their values
 * @param likes how many are likes
 */
public record Totals(long count, long sum, long squares, long likes) {
  static final int BYTES = 4 * Long.BYTES;
  static final Totals NONE = new Totals(0, 0, 0, 0);
  private static final long MAX_COUNT = 1L << 40;

  static Totals of(double value, boolean liked) {
    return new Totals(1, FixedPoint.of(value), FixedPoint.of(value * value), liked ? 1 : 0);
  }

  /**
   * @throws ArithmeticException if a sum overflows
   */
  Totals plusExactly(Totals other) {
    if (count > MAX_COUNT - other.count) {
      throw new ArithmeticException(
          "%d and %d interactions are too many to add".formatted(count, other.count));
    }
    return new Totals(
        count + other.count,
        Math.addExact(sum, other.sum),
        Math.addExact(squares, other.squares),
        likes + other.likes);
  }

  Totals plus(Totals other) {
    return new Totals(
        count + other.count, sum + other.sum, squares + other.squares, likes + other.likes);
  }

  Totals minus(Totals other) {
    return new Totals(
        count - other.count, sum - other.sum, squares - other.squares, likes - other.likes);
  }

  /** The mean value, shrunk towards {@code prior} as by {@code weight} more interactions. */
  public double mean(double prior, double weight) {
    return (FixedPoint.toDouble(sum) + weight * prior) / (count + weight);
  }

  /** The mean square, shrunk towards {@code prior}. */
  public double meanSquare(double prior, double weight) {
    return (FixedPoint.toDouble(squares) + weight * prior) / (count + weight);
  }

  /** The share of likes, shrunk towards {@code prior}. */
  public double likes(double prior, double weight) {
    return (likes + weight * prior) / (count + weight);
  }

  static Totals read(ByteBuffer in) {
    var totals = new Totals(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    if (!totals.isSound()) {
      throw new UnreadableBytesException("no interactions have the sums " + totals);
    }
    return totals;
  }

  private boolean isSound() {
    return count >= 0
        && count <= MAX_COUNT
        && likes >= 0
        && likes <= count
        && squares >= 0
        && FixedPoint.isSumOf(count, sum)
        && FixedPoint.isSumOf(count, squares);
  }

  void write(ByteBuffer out) {
    out.putLong(count).putLong(sum).putLong(squares).putLong(likes);
  }
}
