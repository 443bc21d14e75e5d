package io.laserstreams.crm.streaming.item;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.nio.ByteBuffer;

/**
 * Statistics of an item as exact sums. Sums of any parts of the stream can be added in any order
 * and anywhere, and give the same bits. Immutable.
 *
 * <p>Stored in 101 bytes, plus 18 and its name for each segment.
 */
public final class ItemSums {
  /** No interaction. */
  public static final ItemSums NONE =
      new ItemSums(Totals.NONE, Long.MAX_VALUE, 0, 0, Trend.NONE, Segments.NONE);

  private static final byte CODEC = 2;
  private static final String WHAT = "an item's statistics";

  private final Totals totals;

  /** The totals' count, kept next to the sums with which it is read. */
  private final long count;

  private final long firstTime;
  private final long deviations;
  private final long unexplained;
  private final Trend trend;
  private final Segments segments;

  private ItemSums(
      Totals totals,
      long firstTime,
      long deviations,
      long unexplained,
      Trend trend,
      Segments segments) {
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

  /**
   * The sum of both; of segments beyond the settings' bound, the first in alphabetical order are
   * kept.
   *
   * @throws ArithmeticException if a sum overflows
   */
  public ItemSums plus(ItemSums other, StreamingSettings settings) {
    return new ItemSums(
        totals.plusExactly(other.totals),
        Math.min(firstTime, other.firstTime),
        Math.addExact(deviations, other.deviations),
        Math.addExact(unexplained, other.unexplained),
        trend.plus(other.trend),
        segments.plus(other.segments, settings.groups()));
  }

  /**
   * @throws UnreadableBytesException if the bytes are of another release, or no interactions have
   *     these sums
   */
  public static ItemSums read(ByteBuffer in) {
    return UntrustedBytes.read(WHAT, CODEC, in, ItemSums::parts);
  }

  /** Like {@link #read}, but more may follow. */
  static ItemSums readNext(ByteBuffer in) {
    return UntrustedBytes.readNext(WHAT, CODEC, in, ItemSums::parts);
  }

  private static ItemSums parts(ByteBuffer in) {
    Totals totals = Totals.read(in);
    long count = totals.count();
    var sums =
        new ItemSums(
            totals,
            in.getLong(),
            in.getLong(),
            in.getLong(),
            Trend.read(in, count),
            Segments.read(in, count));
    boolean timeIsSound = count == 0 ? sums.firstTime == NONE.firstTime : sums.firstTime >= 0;
    if (!timeIsSound
        || !FixedPoint.isSumOf(count, sums.deviations)
        || !FixedPoint.isSumOf(count, sums.unexplained)) {
      throw new UnreadableBytesException(
          "%d interactions since %d cannot have deviations of %d and %d unexplained"
              .formatted(count, sums.firstTime, sums.deviations, sums.unexplained));
    }
    return sums;
  }

  /** The stored form. */
  public byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(1 + Totals.BYTES + 3 * Long.BYTES + Trend.BYTES + segments.bytes())
            .put(CODEC);
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

  /**
   * Event time of the first interaction, milliseconds since the epoch; {@code Long.MAX_VALUE} if
   * there is none.
   */
  public long firstTime() {
    return firstTime;
  }

  /** Whether there is an interaction after a time, in milliseconds since the epoch. */
  public boolean isAfter(long time, StreamingSettings settings) {
    return count > 0
        && (firstTime > time || trend.stretch() > Math.floorDiv(time, settings.trendMillis()));
  }

  /** The sum of deviations from the users' means. */
  public double deviations() {
    return FixedPoint.toDouble(deviations);
  }

  /** By how much values exceed the mean of all and the users' biases, shrunk towards 0. */
  public double bias(double weight) {
    return FixedPoint.toDouble(unexplained) / (count() + weight);
  }

  /** The recent mean value, shrunk towards {@code prior}. */
  public double trend(long time, long length, double prior, double weight) {
    return (trend.sum(time, length) + weight * prior) / (trend.count(time, length) + weight);
  }

  /** Recent interactions. */
  public double trendCount(long time, long length) {
    return trend.count(time, length);
  }

  /** The mean residual of a segment's users, shrunk towards 0. */
  public double segment(String name, double weight) {
    return segments.mean(name, weight);
  }
}
