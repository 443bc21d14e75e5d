package io.laserstreams.crm.streaming.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Residuals by segment of the users: how many, and their sum in {@link FixedPoint}. Sorted by name and bounded: of more segments than
 * the bound those first in order are kept, whichever came first, so that sums do not depend on the order of adding. Immutable.
 */
final class Segments {
  static final Segments NONE = new Segments(new String[0], new long[0], new long[0]);

  private final String[] names;
  private final long[] counts;
  private final long[] residuals;

  private Segments(String[] names, long[] counts, long[] residuals) {
    this.names = names;
    this.counts = counts;
    this.residuals = residuals;
  }

  static Segments of(List<String> names, double residual, int most) {
    String[] sorted = names.stream().sorted().distinct().limit(most).toArray(String[]::new);
    long[] counts = new long[sorted.length];
    long[] residuals = new long[sorted.length];
    Arrays.fill(counts, 1);
    Arrays.fill(residuals, FixedPoint.of(residual));
    return new Segments(sorted, counts, residuals);
  }

  Segments plus(Segments other, int most) {
    String[] union = union(other, most);
    Segments sum = new Segments(union, new long[union.length], new long[union.length]);
    sum.take(this);
    sum.take(other);
    return sum;
  }

  /** One of the two arrays itself where it has all names, which is usual. */
  private String[] union(Segments other, int most) {
    if (other.names == names || within(other.names, names)) {
      return names;
    }
    if (within(names, other.names)) {
      return other.names;
    }
    String[] all = Arrays.copyOf(names, names.length + other.names.length);
    System.arraycopy(other.names, 0, all, names.length, other.names.length);
    return Arrays.stream(all).sorted().distinct().limit(most).toArray(String[]::new);
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

  private void take(Segments other) {
    int at = 0;
    for (int i = 0; i < other.names.length; i++) {
      while (at < names.length && names[at] != other.names[i] && names[at].compareTo(other.names[i]) < 0) {
        at++;
      }
      if (at < names.length && names[at].equals(other.names[i])) {
        counts[at] += other.counts[i];
        residuals[at] += other.residuals[i];
      }
    }
  }

  /** The mean residual of a segment's users, drawn towards 0. */
  double mean(String name, double weight) {
    int at = Arrays.binarySearch(names, name);
    return at < 0 ? 0 : FixedPoint.toDouble(residuals[at]) / (counts[at] + weight);
  }

  int bytes() {
    int bytes = Integer.BYTES;
    for (String name : names) {
      bytes += Short.BYTES + name.getBytes(UTF_8).length + 2 * Long.BYTES;
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(names.length);
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[i].getBytes(UTF_8);
      out.putShort((short) name.length).put(name).putLong(counts[i]).putLong(residuals[i]);
    }
  }

  static Segments read(ByteBuffer in) {
    int size = in.getInt();
    var segments = new Segments(new String[size], new long[size], new long[size]);
    for (int i = 0; i < size; i++) {
      byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(name);
      // Thousands of items have the same segments.
      segments.names[i] = new String(name, UTF_8).intern();
      segments.counts[i] = in.getLong();
      segments.residuals[i] = in.getLong();
    }
    return segments;
  }
}
