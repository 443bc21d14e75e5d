package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;

/** What a user did so far, as sums: 52 bytes. */
public final class UserCounts {
  static final int BYTES = Integer.BYTES + Long.BYTES + 5 * Double.BYTES;
  private static final double BIAS_PRIOR = 6;
  private static final double MIN_RATE = 0.01;

  private int count;
  private long firstTime;
  private double sum;
  private double squares;
  private double likes;
  private double deviations;
  private double bias;

  UserCounts() {}

  UserCounts(ByteBuffer in) {
    count = in.getInt();
    firstTime = in.getLong();
    sum = in.getDouble();
    squares = in.getDouble();
    likes = in.getDouble();
    deviations = in.getDouble();
    bias = in.getDouble();
    if (count < 0) {
      throw new UnreadableBytesException("a user has %d events".formatted(count));
    }
  }

  void write(ByteBuffer out) {
    out.putInt(count)
        .putLong(firstTime)
        .putDouble(sum)
        .putDouble(squares)
        .putDouble(likes)
        .putDouble(deviations)
        .putDouble(bias);
  }

  /**
   * Adds an event.
   *
   * @param deviation from the item's mean
   * @param residual the part that the biases of user and item do not explain
   */
  void add(long time, double value, boolean liked, double deviation, double residual) {
    bias += Math.max(1 / (count + BIAS_PRIOR), MIN_RATE) * residual;
    firstTime = count == 0 ? time : Math.min(firstTime, time);
    count++;
    sum += value;
    squares += value * value;
    likes += liked ? 1 : 0;
    deviations += deviation;
  }

  public int count() {
    return count;
  }

  /** Event time of the first event, milliseconds since the epoch; 0 if there is none. */
  public long firstTime() {
    return firstTime;
  }

  /** The mean value, shrunk towards {@code prior} as by {@code weight} more events. */
  public double mean(double prior, double weight) {
    return (sum + weight * prior) / (count + weight);
  }

  /** The mean square, shrunk towards {@code prior}. */
  public double meanSquare(double prior, double weight) {
    return (squares + weight * prior) / (count + weight);
  }

  /** The share of likes, shrunk towards {@code prior}. */
  public double likes(double prior, double weight) {
    return (likes + weight * prior) / (count + weight);
  }

  /** The mean deviation from the items' means, shrunk towards 0. */
  public double deviation(double weight) {
    return deviations / (count + weight);
  }

  /**
   * How far the user's values exceed those expected from the items; it follows changes, ever more
   * slowly.
   */
  public double bias() {
    return bias;
  }
}
