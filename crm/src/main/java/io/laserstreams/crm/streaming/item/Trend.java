package io.laserstreams.crm.streaming.item;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;

/**
 * Recent interactions, as a sliding window: counts and sums of values in the newest stretch of
 * event time and in the one before, which still counts by the part that lies within one length
 * before the present. Exact and immutable.
 *
 * @param stretch the newest with an interaction, counted from 1970
 * @param count interactions in it
 * @param sum of their values, in {@link FixedPoint}
 * @param countBefore interactions in the stretch before
 * @param sumBefore of their values
 */
record Trend(long stretch, long count, long sum, long countBefore, long sumBefore) {
  static final int BYTES = 5 * Long.BYTES;
  static final Trend NONE = new Trend(Long.MIN_VALUE, 0, 0, 0, 0);

  static Trend of(long time, double value, long length) {
    return new Trend(Math.floorDiv(time, length), 1, FixedPoint.of(value), 0, 0);
  }

  Trend plus(Trend other) {
    long newest = Math.max(stretch, other.stretch);
    Trend a = movedTo(newest);
    Trend b = other.movedTo(newest);
    return new Trend(
        newest,
        a.count + b.count,
        Math.addExact(a.sum, b.sum),
        a.countBefore + b.countBefore,
        Math.addExact(a.sumBefore, b.sumBefore));
  }

  private Trend movedTo(long newer) {
    if (newer == stretch) {
      return this;
    }
    return newer - 1 == stretch ? new Trend(newer, 0, 0, count, sum) : new Trend(newer, 0, 0, 0, 0);
  }

  /** How many interactions count at a time. */
  double count(long time, long length) {
    return weighed((double) count, (double) countBefore, time, length);
  }

  /** The sum of the values that count at a time. */
  double sum(long time, long length) {
    return weighed(FixedPoint.toDouble(sum), FixedPoint.toDouble(sumBefore), time, length);
  }

  private double weighed(double current, double before, long time, long length) {
    long now = Math.floorDiv(time, length);
    double left = 1 - Math.floorMod(time, length) / (double) length;
    if (now > stretch) {
      return now - 1 == stretch ? current * left : 0;
    }
    return now == stretch ? current + before * left : current + before;
  }

  /**
   * @param all how many interactions there are, recent or not
   */
  static Trend read(ByteBuffer in, long all) {
    var trend = new Trend(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    if (!trend.isSound(all)) {
      throw new UnreadableBytesException(
          "the recent ones of %d interactions cannot be %s".formatted(all, trend));
    }
    return trend;
  }

  private boolean isSound(long all) {
    return all == 0
        ? equals(NONE)
        : stretch >= 0
            && count >= 0
            && count <= all
            && countBefore >= 0
            && countBefore <= all - count
            && FixedPoint.isSumOf(count, sum)
            && FixedPoint.isSumOf(countBefore, sumBefore);
  }

  void write(ByteBuffer out) {
    out.putLong(stretch).putLong(count).putLong(sum).putLong(countBefore).putLong(sumBefore);
  }
}
