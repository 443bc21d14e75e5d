package io.laserstreams.crm.streaming.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bytes.StoredBytes;
import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a user's values for groups of items exceed what was expected of them. At most {@code
 * capacity} groups: a new one takes the place of the one with the fewest events. 12 bytes and the
 * group's name each.
 */
public final class Affinities {
  private static final Group NONE = new Group(new byte[0]);
  private static final int LEAST_BYTES = Short.BYTES + Integer.BYTES + Double.BYTES;
  private static final int LONGEST_NAME = 0xffff;

  /** What a user thinks of one group. */
  public static final class Group {
    /** In UTF-8, as it is stored. */
    private final byte[] name;

    private int count;
    private double residuals;

    private Group(byte[] name) {
      this.name = name;
    }

    /** Events of the group. */
    public int count() {
      return count;
    }

    /** The mean residual, drawn towards 0 by {@code weight} events' worth. */
    public double residual(double weight) {
      return residuals / (count + weight);
    }
  }

  private final int capacity;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  Affinities(int capacity) {
    this.capacity = capacity;
  }

  static Affinities read(ByteBuffer in, int capacity) {
    var affinities = new Affinities(capacity);
    int count = StoredBytes.count(in.getInt(), LEAST_BYTES, in);
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[StoredBytes.count(Short.toUnsignedInt(in.getShort()), 1, in)];
      in.get(name);
      var group = new Group(name);
      group.count = in.getInt();
      group.residuals = in.getDouble();
      if (group.count < 0) {
        throw new UnreadableBytesException("a group with %d events".formatted(group.count));
      }
      affinities.groups.put(new String(name, UTF_8), group);
    }
    return affinities;
  }

  int bytes() {
    int bytes = Integer.BYTES;
    for (Group group : groups.values()) {
      bytes += Short.BYTES + group.name.length + Integer.BYTES + Double.BYTES;
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(groups.size());
    for (Group group : groups.values()) {
      out.putShort((short) group.name.length)
          .put(group.name)
          .putInt(group.count)
          .putDouble(group.residuals);
    }
  }

  /**
   * Whether another group was dropped for this one. A name of more than {@value #LONGEST_NAME}
   * bytes is no group's.
   */
  boolean add(String name, double residual) {
    Group group = groups.get(name);
    if (group == null && name.getBytes(UTF_8).length > LONGEST_NAME) {
      return false;
    }
    boolean drops = group == null && groups.size() == capacity;
    if (drops) {
      groups.remove(rarest());
    }
    if (group == null) {
      group = new Group(name.getBytes(UTF_8));
      groups.put(name, group);
    }
    group.count++;
    group.residuals += residual;
    return drops;
  }

  private String rarest() {
    String rarest = null;
    int fewest = Integer.MAX_VALUE;
    for (var entry : groups.entrySet()) {
      if (entry.getValue().count < fewest) {
        rarest = entry.getKey();
        fewest = entry.getValue().count;
      }
    }
    return rarest;
  }

  /** The group of this name, one without events where it is not known. */
  public Group group(String name) {
    return groups.getOrDefault(name, NONE);
  }
}
