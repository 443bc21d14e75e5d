package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.StoredBytes;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A user's newest events with what was left unexplained when each arrived: what similarities are
 * weighed with, and what state that depends on a basis is rebuilt from. Index 0 is the oldest. At
 * most {@code capacity} of them; about 23 bytes and the item's id each.
 *
 * <p>Beside its id each item has its row in the basis that the state is of, so that no id is looked
 * up while that stays the same.
 */
public final class RecentEvents {
  private static final int ROOM = 16;

  /** The length of an id, a row, the time and three numbers. */
  private static final int LEAST_BYTES = 2 + Long.BYTES + 3 * Float.BYTES;

  private final int capacity;
  private final PackedIds ids;
  private int start;
  private int size;
  private long[] times;
  private float[] values;
  private float[] residuals;
  private float[] deviations;
  private int[] rows;

  /** Of those that were read and not placed since. */
  private int highestRow = -1;

  private FittedItems items;

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
    int count = StoredBytes.count(in.getInt(), LEAST_BYTES, in);
    var events = new RecentEvents(capacity, PackedIds.read(in, count), count, count + 1);
    for (int i = 0; i < count; i++) {
      events.rows[i] = Varints.read(in) - 1;
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
      bytes += Varints.bytes(rows[i] + 1);
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(size);
    ids.write(out);
    for (int i = start; i < start + size; i++) {
      Varints.write(out, rows[i] + 1);
    }
    out.asLongBuffer().put(times, start, size);
    out.position(out.position() + size * Long.BYTES);
    Floats.write(out, values, start, size);
    Floats.write(out, residuals, start, size);
    Floats.write(out, deviations, start, size);
  }

  /**
   * @param row of the item in the basis that the state is of, -1 where it has none
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

  /** Whether the rows that were read can be of this basis. */
  boolean fits(FittedFactors basis) {
    return highestRow < basis.items().size();
  }

  /** Looks rows up in another basis than before. */
  void place(FittedFactors basis) {
    highestRow = -1;
    for (int i = 0; i < size; i++) {
      rows[start + i] = basis.row(ids.get(i));
    }
  }

  /** From now on items are these, of the basis that rows are of. */
  void use(FittedItems by) {
    items = by;
  }

  public int size() {
    return size;
  }

  /** Whether one of them is of this item, time and value. */
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

  /** The item's row in the basis, -1 where it has none. */
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

  /** What user's and item's bias left unexplained when the event arrived. */
  public float residual(int i) {
    return residuals[start + i];
  }

  /** Deviation from the item's mean as it was when the event arrived. */
  public float deviation(int i) {
    return deviations[start + i];
  }

  /** The item as the basis has it. */
  public FittedItem basisItem(int i) {
    int row = rows[start + i];
    return row < 0 ? items.of(ids.get(i)) : items.at(row);
  }
}
