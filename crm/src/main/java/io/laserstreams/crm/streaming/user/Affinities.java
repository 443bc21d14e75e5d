package io.laserstreams.crm.streaming.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bytes.ShortText;
import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a user's values for groups of items exceed the expected ones. At most {@code capacity}
 * groups: a new one replaces the one with the fewest events. 12 bytes plus the name for each group.
 */
public final class Affinities {
  private static final Group NONE = new Group(new byte[0]);
  private static final int MIN_BYTES = ShortText.MIN_SIZE + Integer.BYTES + Double.BYTES;

  /** A user's affinity to one group. */
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

    /** The mean residual, shrunk towards 0 as by {@code weight} more events. */
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
    int count = UntrustedBytes.count(in.getInt(), MIN_BYTES, in);
    for (int i = 0; i < count; i++) {
      byte[] name = ShortText.read(in);
      var group = new Group(name);
      group.count = in.getInt();
      group.residuals = in.getDouble();
      if (group.count < 0) {
        throw new UnreadableBytesException("a group has %d events".formatted(group.count));
      }
      affinities.groups.put(new String(name, UTF_8), group);
    }
    return affinities;
  }

  int bytes() {
    int bytes = Integer.BYTES;
    for (Group group : groups.values()) {
      bytes += ShortText.size(group.name) + Integer.BYTES + Double.BYTES;
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(groups.size());
    for (Group group : groups.values()) {
      ShortText.write(out, group.name);
      out.putInt(group.count).putDouble(group.residuals);
    }
  }

  /**
   * Adds an event of a group; a name that is too long to be stored is ignored.
   *
   * @return whether the group replaced another
   */
  boolean add(String name, double residual) {
    Group group = groups.get(name);
    if (group == null && !ShortText.fits(name)) {
      return false;
    }
    boolean replaces = group == null && groups.size() == capacity;
    if (replaces) {
      groups.remove(rarest());
    }
    if (group == null) {
      group = new Group(name.getBytes(UTF_8));
      groups.put(name, group);
    }
    group.count++;
    group.residuals += residual;
    return replaces;
  }

  /** The oldest of those with the fewest events. */
  private String rarest() {
    return Collections.min(
            groups.entrySet(), Comparator.comparingInt(group -> group.getValue().count))
        .getKey();
  }

  /** The group of this name, one without events if unknown. */
  public Group group(String name) {
    return groups.getOrDefault(name, NONE);
  }
}
