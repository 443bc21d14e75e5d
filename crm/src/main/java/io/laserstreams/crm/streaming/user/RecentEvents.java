package io.laserstreams.crm.streaming.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.streaming.basis.BasisItem;
import io.laserstreams.crm.streaming.basis.BasisItems;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A user's newest events with what was left unexplained when each arrived: what similarities are weighed with, and what state
 * that
 * depends on a basis is rebuilt from. Index 0 is the oldest. At most {@code capacity} of them; 20 bytes and the item's id each.
 */
public final class RecentEvents {
  private static final int FIRST_SIZE = 16;

  private final int capacity;
  private int start;
  private int size;
  private String[] items = new String[0];
  private long[] times = new long[0];
  private float[] values = new float[0];
  private float[] residuals = new float[0];
  private float[] deviations = new float[0];
  private BasisItem[] resolved = new BasisItem[0];
  private BasisItems resolvedBy;
  private long generation;

  RecentEvents(int capacity) {
    this.capacity = capacity;
  }

  static RecentEvents read(ByteBuffer in, int capacity) {
    var events = new RecentEvents(capacity);
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      byte[] id = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(id);
      events.add(new String(id, UTF_8), in.getLong(), in.getFloat(), in.getFloat(), in.getFloat());
    }
    return events;
  }

  int bytes() {
    int bytes = Integer.BYTES;
    for (int i = 0; i < size; i++) {
      bytes += Short.BYTES + item(i).getBytes(UTF_8).length + Long.BYTES + 3 * Float.BYTES;
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(size);
    for (int i = 0; i < size; i++) {
      byte[] id = item(i).getBytes(UTF_8);
      out.putShort((short) id.length).put(id).putLong(time(i)).putFloat(value(i)).putFloat(residual(i)).putFloat(deviation(i));
    }
  }

  void add(String itemId, long time, float value, float residual, float deviation) {
    if (size == items.length && size < capacity) {
      resize(Math.min(capacity, Math.max(FIRST_SIZE, 2 * size)));
    }
    int at = (start + size) % items.length;
    if (size == items.length) {
      start = (start + 1) % items.length;
    } else {
      size++;
    }
    items[at] = itemId;
    times[at] = time;
    values[at] = value;
    residuals[at] = residual;
    deviations[at] = deviation;
    resolved[at] = resolvedBy == null ? null : resolvedBy.of(itemId);
  }

  /** Grows before the ring is full, when it starts at 0. */
  private void resize(int length) {
    items = Arrays.copyOf(items, length);
    times = Arrays.copyOf(times, length);
    values = Arrays.copyOf(values, length);
    residuals = Arrays.copyOf(residuals, length);
    deviations = Arrays.copyOf(deviations, length);
    resolved = Arrays.copyOf(resolved, length);
  }

  /** Looks the items up where they have not been since one of them changed. */
  void resolve(BasisItems by) {
    long now = by.generation();
    if (resolvedBy != by || generation != now) {
      for (int i = 0; i < size; i++) {
        resolved[index(i)] = by.of(item(i));
      }
      resolvedBy = by;
      generation = now;
    }
  }

  private int index(int i) {
    int at = start + i;
    return at < items.length ? at : at - items.length;
  }

  public int size() {
    return size;
  }

  public String item(int i) {
    return items[index(i)];
  }

  /** Event time, milliseconds since the epoch. */
  public long time(int i) {
    return times[index(i)];
  }

  public float value(int i) {
    return values[index(i)];
  }

  /** What user's and item's bias left unexplained when the event arrived. */
  public float residual(int i) {
    return residuals[index(i)];
  }

  /** Deviation from the item's mean as it was when the event arrived. */
  public float deviation(int i) {
    return deviations[index(i)];
  }

  /** The item as the basis has it. */
  public BasisItem resolved(int i) {
    return resolved[index(i)];
  }
}
