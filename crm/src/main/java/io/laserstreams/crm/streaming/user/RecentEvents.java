package io.laserstreams.crm.streaming.user;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UntrustedBytes;
import io.laserstreams.crm.bytes.Varint;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A user's newest events, each with its residual on arrival: similarities weigh them, and state
 * that depends on fitted factors is rebuilt from them. Index 0 is the oldest. At most {@code
 * capacity} events; about 23 bytes plus the item's id for each.
 *
 * <p>Besides its id, each item has its row in the fitted factors of the state, so that no id is
 * looked up while those stay the same.
 */
public final class RecentEvents {
  private static final int ROOM = 16;

  /** The length of an id, a row, the time and three numbers. */
  private static final int MIN_BYTES = 2 + Long.BYTES + 3 * Float.BYTES;

  private final int capacity;
  private final PackedIds ids;
  private int start;
  private int size;
  private long[] times;
  private float[] values;
  private float[] residuals;
  private float[] deviations;
  private int[] rows;

  /** Of rows that were read and not looked up since. */
  private int highestRow = -1;

  private @Nullable FittedItems items;

  private RecentEvents(int capacity, PackedIds ids, int size, int length) {
    this.capacity = capacity;
    this.ids = ids;
    this.size = size;
    times = new long[length];
    values = new float[length];
    residuals = new float[length];
    deviations = new float[length];
    rows = new int[length];
  }

  RecentEvents(int capacity) {
    this(capacity, new PackedIds(), 0, 0);
  }

  static RecentEvents read(ByteBuffer in, int capacity) {
    int count = UntrustedBytes.count(in.getInt(), MIN_BYTES, in);
    var events = new RecentEvents(capacity, PackedIds.read(in, count), count, count + 1);
    for (int i = 0; i < count; i++) {
      events.rows[i] = Varint.read(in) - 1;
      events.highestRow = Math.max(events.highestRow, events.rows[i]);
    }
    in.asLongBuffer().get(events.times, 0, count);
    in.position(in.position() + count * Long.BYTES);
    Floats.read(in, events.values, count);
    Floats.read(in, events.residuals, count);
    Floats.read(in, events.deviations, count);
    while (events.size > capacity) {
      events.removeOldest();
    }
    return events;
  }

  int bytes() {
    int bytes = Integer.BYTES + ids.bytes() + size * (Long.BYTES + 3 * Float.BYTES);
    for (int i = start; i < start + size; i++) {
      bytes += Varint.size(rows[i] + 1);
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(size);
    ids.write(out);
    for (int i = start; i < start + size; i++) {
      Varint.write(out, rows[i] + 1);
    }
    out.asLongBuffer().put(times, start, size);
    out.position(out.position() + size * Long.BYTES);
    Floats.write(out, values, start, size);
    Floats.write(out, residuals, start, size);
    Floats.write(out, deviations, start, size);
  }

  /**
   * @param row of the item in the fitted factors of the state, -1 if absent
   */
  void add(String itemId, int row, long time, float value, float residual, float deviation) {
    if (size == capacity) {
      removeOldest();
    }
    if (start + size == times.length) {
      makeRoom();
    }
    int at = start + size++;
    ids.add(itemId);
    rows[at] = row;
    times[at] = time;
    values[at] = value;
    residuals[at] = residual;
    deviations[at] = deviation;
  }

  private void removeOldest() {
    ids.removeFirst();
    start++;
    size--;
  }

  private void makeRoom() {
    int end = start + Math.min(2 * size, capacity + capacity / 4) + ROOM;
    times = Arrays.copyOfRange(times, start, end);
    values = Arrays.copyOfRange(values, start, end);
    residuals = Arrays.copyOfRange(residuals, start, end);
    deviations = Arrays.copyOfRange(deviations, start, end);
    rows = Arrays.copyOfRange(rows, start, end);
    start = 0;
  }

  /** Whether the rows that were read can be of these factors. */
  boolean fits(FittedFactors factors) {
    return highestRow < factors.items().size();
  }

  /** Looks the rows up in other factors than before. */
  void lookUpRows(FittedFactors factors) {
    highestRow = -1;
    for (int i = 0; i < size; i++) {
      rows[start + i] = factors.row(ids.get(i));
    }
  }

  /** Sets the items that {@link #fittedItem} reads, of the factors that rows are of. */
  void use(FittedItems newItems) {
    items = newItems;
  }

  public int size() {
    return size;
  }

  /** Whether there is an event of this item, time and value. */
  public boolean has(String itemId, long time, float value) {
    for (int i = size - 1; i >= 0; i--) {
      if (times[start + i] == time && values[start + i] == value && ids.get(i).equals(itemId)) {
        return true;
      }
    }
    return false;
  }

  public String item(int i) {
    return ids.get(i);
  }

  /** The item's row in the fitted factors, -1 if absent. */
  public int row(int i) {
    return rows[start + i];
  }

  /** Event time, milliseconds since the epoch. */
  public long time(int i) {
    return times[start + i];
  }

  public float value(int i) {
    return values[start + i];
  }

  /** The part of the value that the biases of user and item did not explain on arrival. */
  public float residual(int i) {
    return residuals[start + i];
  }

  /** Deviation from the item's mean on arrival. */
  public float deviation(int i) {
    return deviations[start + i];
  }

  /** The item with what was fitted for it. */
  public FittedItem fittedItem(int i) {
    FittedItems used = requireNonNull(items, "the state is not brought to fitted factors yet");
    int row = rows[start + i];
    return row < 0 ? used.of(ids.get(i)) : used.at(row);
  }
}
