package io.laserstreams.crm.streaming.item;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingSettings;
import java.nio.ByteBuffer;

/**
 * Statistics of an item as exact sums. Those of any parts of the stream can be added up in any order and by anyone, and give the same
 * bits. Immutable.
 *
 * <p>Stored in 101 bytes and, for each segment, 18 and its name.
 */
public final class ItemSums {
  /** No interaction. */
  public static final ItemSums NONE = new ItemSums(Totals.NONE, Long.MAX_VALUE, 0, 0, Trend.NONE, Segments.NONE);

  private static final byte CODEC = 2;

  private final Totals totals;
  /** The totals' count, beside the sums that it is read with. */
  private final long count;
  private final long firstTime;
  private final long deviations;
  private final long unexplained;
  private final Trend trend;
  private final Segments segments;

  private ItemSums(Totals totals, long firstTime, long deviations, long unexplained, Trend trend, Segments segments) {
    this.totals = requireNonNull(totals, "totals is null");
    this.count = totals.count();
    this.firstTime = firstTime;
    this.deviations = deviations;
    this.unexplained = unexplained;
    this.trend = requireNonNull(trend, "trend is null");
    this.segments = requireNonNull(segments, "segments is null");
  }

  /** One interaction. */
  public static ItemSums of(Contribution one, StreamingSettings settings) {
    return new ItemSums(
        Totals.of(one.value(), one.liked()),
        one.time(),
        FixedPoint.of(one.deviation()),
        FixedPoint.of(one.unexplained()),
        Trend.of(one.time(), one.value(), settings.trendMillis()),
        Segments.of(one.segments(), one.residual(), settings.groups()));
  }

  /** Both together; of segments beyond the settings' bound those first in alphabetical order are told apart. */
  public ItemSums plus(ItemSums other, StreamingSettings settings) {
    return new ItemSums(
        totals.plus(other.totals),
        Math.min(firstTime, other.firstTime),
        deviations + other.deviations,
        unexplained + other.unexplained,
        trend.plus(other.trend),
        segments.plus(other.segments, settings.groups()));
  }

  /** @throws IllegalStateException if the bytes are of another release */
  public static ItemSums read(ByteBuffer in) {
    if (!in.hasRemaining()) {
      throw unreadable("are empty");
    }
    byte codec = in.get();
    if (codec != CODEC) {
      throw unreadable("have codec version " + codec);
    }
    return new ItemSums(
        Totals.read(in), in.getLong(), in.getLong(), in.getLong(), Trend.read(in), Segments.read(in));
  }

  private static IllegalStateException unreadable(String what) {
    return new IllegalStateException(
        "item statistics %s, this release reads version %d; reset the application's state and the topic item-statistics"
            .formatted(what, CODEC));
  }

  /** The stored form. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(1 + Totals.BYTES + 3 * Long.BYTES + Trend.BYTES + segments.bytes()).put(CODEC);
    totals.write(out);
    out.putLong(firstTime).putLong(deviations).putLong(unexplained);
    trend.write(out);
    segments.write(out);
    return out.array();
  }

  public Totals totals() {
    return totals;
  }

  public long count() {
    return count;
  }

  /** Event time of the first interaction, milliseconds since the epoch; the largest number where there is none. */
  public long firstTime() {
    return firstTime;
  }

  /** The sum of deviations from the users' means. */
  public double deviations() {
    return FixedPoint.toDouble(deviations);
  }

  /** By how much values exceed the mean of all and the users' biases, drawn towards 0. */
  public double bias(double weight) {
    return FixedPoint.toDouble(unexplained) / (count() + weight);
  }

  /** The mean value of late, drawn towards {@code prior}. */
  public double trend(long time, long length, double prior, double weight) {
    return (trend.sum(time, length) + weight * prior) / (trend.count(time, length) + weight);
  }

  /** Interactions of late. */
  public double trendCount(long time, long length) {
    return trend.count(time, length);
  }

  /** The mean residual of a segment's users, drawn towards 0. */
  public double segment(String name, double weight) {
    return segments.mean(name, weight);
  }
}
