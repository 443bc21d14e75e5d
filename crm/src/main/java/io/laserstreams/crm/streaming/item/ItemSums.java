package io.laserstreams.crm.streaming.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics of an item as sums: those of one epoch that are still being added up, or all that was published. Not thread-safe.
 *
 * <p>Stored in 80 bytes and, for each segment, 16 and its name.
 */
public final class ItemSums {
  private static final byte CODEC = 1;
  private static final int FIXED_BYTES = 1 + 3 * Long.BYTES + 7 * Double.BYTES + Integer.BYTES;
  private static final Segment NO_SEGMENT = new Segment();

  /** No interaction yet. */
  public static ItemSums empty() {
    return new ItemSums();
  }

  private static final class Segment {
    private double count;
    private double residuals;
  }

  private long count;
  private long firstTime;
  private long trendTime;
  private double sum;
  private double squares;
  private double likes;
  private double deviations;
  private double unexplained;
  private double trendCount;
  private double trendSum;
  private final Map<String, Segment> segments = new TreeMap<>();

  private ItemSums() {}

  /** @throws IllegalStateException if the bytes are of another release */
  public static ItemSums read(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != CODEC) {
      throw new IllegalStateException("stored item statistics %s, this release reads version %d; reset the application's state"
          .formatted(bytes.length == 0 ? "are empty" : "have codec version " + bytes[0], CODEC));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    var sums = new ItemSums();
    sums.count = in.getLong();
    sums.firstTime = in.getLong();
    sums.trendTime = in.getLong();
    sums.sum = in.getDouble();
    sums.squares = in.getDouble();
    sums.likes = in.getDouble();
    sums.deviations = in.getDouble();
    sums.unexplained = in.getDouble();
    sums.trendCount = in.getDouble();
    sums.trendSum = in.getDouble();
    int size = in.getInt();
    for (int i = 0; i < size; i++) {
      byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(name);
      var segment = new Segment();
      segment.count = in.getDouble();
      segment.residuals = in.getDouble();
      sums.segments.put(new String(name, UTF_8), segment);
    }
    return sums;
  }

  /** The stored form. */
  public byte[] toBytes() {
    int size = FIXED_BYTES;
    for (String name : segments.keySet()) {
      size += Short.BYTES + name.getBytes(UTF_8).length + 2 * Double.BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put(CODEC).putLong(count).putLong(firstTime).putLong(trendTime);
    out.putDouble(sum).putDouble(squares).putDouble(likes).putDouble(deviations).putDouble(unexplained);
    out.putDouble(trendCount).putDouble(trendSum).putInt(segments.size());
    segments.forEach(
        (name, segment) -> {
          byte[] bytes = name.getBytes(UTF_8);
          out.putShort((short) bytes.length).put(bytes).putDouble(segment.count).putDouble(segment.residuals);
        });
    return out.array();
  }

  /** Adds one interaction; segments beyond {@code mostSegments} are not told apart. */
  public void add(Contribution contribution, int mostSegments) {
    firstTime = count == 0 ? contribution.time() : Math.min(firstTime, contribution.time());
    count++;
    sum += contribution.value();
    squares += contribution.value() * contribution.value();
    likes += contribution.liked() ? 1 : 0;
    deviations += contribution.deviation();
    unexplained += contribution.unexplained();
    trendCount++;
    trendSum += contribution.value();
    for (String name : contribution.segments()) {
      Segment segment = segment(name, mostSegments);
      if (segment != null) {
        segment.count++;
        segment.residuals += contribution.residual();
      }
    }
  }

  private Segment segment(String name, int most) {
    Segment segment = segments.get(name);
    if (segment == null && segments.size() < most) {
      segment = new Segment();
      segments.put(name, segment);
    }
    return segment;
  }

  /**
   * Adds what an epoch brought, after the trend has faded to {@code time}.
   *
   * @param halfLife of the trend, in milliseconds
   */
  public void merge(ItemSums epoch, long time, long halfLife, int mostSegments) {
    double kept = trendCount == 0 ? 0 : Math.pow(0.5, Math.max(0, time - trendTime) / (double) halfLife);
    trendTime = time;
    trendCount = trendCount * kept + epoch.trendCount;
    trendSum = trendSum * kept + epoch.trendSum;
    firstTime = count == 0 ? epoch.firstTime : Math.min(firstTime, epoch.firstTime);
    count += epoch.count;
    sum += epoch.sum;
    squares += epoch.squares;
    likes += epoch.likes;
    deviations += epoch.deviations;
    unexplained += epoch.unexplained;
    epoch.segments.forEach(
        (name, brought) -> {
          Segment segment = segment(name, mostSegments);
          if (segment != null) {
            segment.count += brought.count;
            segment.residuals += brought.residuals;
          }
        });
  }

  public long count() {
    return count;
  }

  /** Event time of the first interaction, milliseconds since the epoch; 0 where there is none. */
  public long firstTime() {
    return firstTime;
  }

  /** The mean value, drawn towards {@code prior} by {@code weight} interactions' worth. */
  public double mean(double prior, double weight) {
    return (sum + weight * prior) / (count + weight);
  }

  /** The mean square, drawn towards {@code prior}. */
  public double meanSquare(double prior, double weight) {
    return (squares + weight * prior) / (count + weight);
  }

  /** The share of likes, drawn towards {@code prior}. */
  public double likes(double prior, double weight) {
    return (likes + weight * prior) / (count + weight);
  }

  /** The sum of deviations from the users' means. */
  public double deviations() {
    return deviations;
  }

  /** By how much values exceed the mean of all and the users' biases, drawn towards 0. */
  public double bias(double weight) {
    return unexplained / (count + weight);
  }

  /** The mean value of late, drawn towards {@code prior}. */
  public double trend(double prior, double weight) {
    return (trendSum + weight * prior) / (trendCount + weight);
  }

  /** Interactions of late, at {@code time}. */
  public double trendCount(long time, long halfLife) {
    return trendCount == 0 ? 0 : trendCount * Math.pow(0.5, Math.max(0, time - trendTime) / (double) halfLife);
  }

  /** The mean residual of a segment's users, drawn towards 0. */
  public double segment(String name, double weight) {
    Segment segment = segments.getOrDefault(name, NO_SEGMENT);
    return segment.residuals / (segment.count + weight);
  }
}
