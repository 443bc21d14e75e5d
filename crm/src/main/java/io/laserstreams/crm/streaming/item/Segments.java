package io.laserstreams.crm.streaming.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bytes.ShortText;
import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Residuals by segment of the users: how many, and their sum in {@link FixedPoint}. Sorted by name
 * and bounded: beyond the bound the first in order are kept, whichever came first, so that sums do
 * not depend on the order of adding. Immutable.
 */
final class Segments {
  static final Segments NONE = new Segments(new String[0], new long[0], new long[0]);
  private static final int MIN_BYTES = ShortText.MIN_SIZE + 2 * Long.BYTES;

  private final String[] names;
  private final long[] counts;
  private final long[] residuals;

  private Segments(String[] names, long[] counts, long[] residuals) {
    this.names = names;
    this.counts = counts;
    this.residuals = residuals;
  }

  /** Of one interaction; names that are too long to be stored are ignored. */
  static Segments of(List<String> names, double residual, int max) {
    String[] sorted =
        names.stream()
            .filter(ShortText::fits)
            .sorted()
            .distinct()
            .limit(max)
            .toArray(String[]::new);
    long[] counts = new long[sorted.length];
    long[] residuals = new long[sorted.length];
    Arrays.fill(counts, 1);
    Arrays.fill(residuals, FixedPoint.of(residual));
    return new Segments(sorted, counts, residuals);
  }

  Segments plus(Segments other, int max) {
    String[] union = union(other, max);
    Segments sum = new Segments(union, new long[union.length], new long[union.length]);
    sum.add(this);
    sum.add(other);
    return sum;
  }

  /** One of the two arrays itself if it has all names, which is usual. */
  private String[] union(Segments other, int max) {
    if (other.names == names || within(other.names, names)) {
      return names;
    }
    if (within(names, other.names)) {
      return other.names;
    }
    String[] all = Arrays.copyOf(names, names.length + other.names.length);
    System.arraycopy(other.names, 0, all, names.length, other.names.length);
    return Arrays.stream(all).sorted().distinct().limit(max).toArray(String[]::new);
  }

  private static boolean within(String[] few, String[] many) {
    int m = 0;
    for (String name : few) {
      while (m < many.length && many[m].compareTo(name) < 0) {
        m++;
      }
      if (m == many.length || !many[m].equals(name)) {
        return false;
      }
    }
    return true;
  }

  /** Adds the other's numbers of those segments that are kept. */
  private void add(Segments other) {
    int at = 0;
    for (int i = 0; i < other.names.length; i++) {
      while (at < names.length
          && !names[at].equals(other.names[i])
          && names[at].compareTo(other.names[i]) < 0) {
        at++;
      }
      if (at < names.length && names[at].equals(other.names[i])) {
        counts[at] += other.counts[i];
        residuals[at] = Math.addExact(residuals[at], other.residuals[i]);
      }
    }
  }

  /** The mean residual of a segment's users, shrunk towards 0. */
  double mean(String name, double weight) {
    int at = Arrays.binarySearch(names, name);
    return at < 0 ? 0 : FixedPoint.toDouble(residuals[at]) / (counts[at] + weight);
  }

  int bytes() {
    int bytes = Integer.BYTES;
    for (String name : names) {
      bytes += ShortText.size(name.getBytes(UTF_8)) + 2 * Long.BYTES;
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(names.length);
    for (int i = 0; i < names.length; i++) {
      ShortText.write(out, names[i].getBytes(UTF_8));
      out.putLong(counts[i]).putLong(residuals[i]);
    }
  }

  /**
   * @param all how many interactions there are; each counts in a segment at most once
   */
  static Segments read(ByteBuffer in, long all) {
    int size = UntrustedBytes.count(in.getInt(), MIN_BYTES, in);
    var segments = new Segments(new String[size], new long[size], new long[size]);
    for (int i = 0; i < size; i++) {
      // Thousands of items have the same segments.
      segments.names[i] = new String(ShortText.read(in), UTF_8).intern();
      segments.counts[i] = in.getLong();
      segments.residuals[i] = in.getLong();
      segments.requireSound(i, all);
    }
    return segments;
  }

  private void requireSound(int i, long all) {
    if (i > 0 && names[i - 1].compareTo(names[i]) >= 0) {
      throw new UnreadableBytesException(
          "segment '%s' comes after '%s'".formatted(names[i], names[i - 1]));
    }
    if (counts[i] < 1 || counts[i] > all || !FixedPoint.isSumOf(counts[i], residuals[i])) {
      throw new UnreadableBytesException(
          "segment '%s' has %d of %d interactions, with residuals of %d"
              .formatted(names[i], counts[i], all, residuals[i]));
    }
  }
}
