package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The served impressions of one partition in the order of serving, with two read positions: the
 * first closes attribution windows that end by the wall clock, the second, behind it, forgets
 * impressions and deletes their entries. It replaces an index by time: windows and memory have the
 * same length for all impressions, so the order of serving is the order of ending.
 *
 * <p>Entries are numbered without gaps. {@link #save} writes the start of the log, the first read
 * position and the end of the log, not every append; entries appended since are found by probing
 * the following numbers. No iterator is ever opened.
 *
 * <p>Space: 12 bytes and the two ids per entry.
 */
final class ServedImpressionLog {
  private static final int LAYOUT = 1;
  private static final byte[] POSITIONS = {0};

  private final ByteStore store;
  private long begin;
  private long toClose;
  private long end;
  private boolean moved;

  ServedImpressionLog(ByteStore store) {
    this.store = requireNonNull(store, "store is null");
    Positions saved = store.read(POSITIONS, Positions::decode);
    if (saved != null) {
      begin = saved.begin();
      toClose = saved.toClose();
      end = saved.end();
    }
    while (store.get(key(end)) != null) {
      end++;
    }
    begin = firstRemaining();
    toClose = Math.max(toClose, begin);
  }

  /**
   * Finds the first entry by binary search: without exactly-once a crash may occur after the oldest
   * entries were deleted and before the positions were saved.
   */
  private long firstRemaining() {
    long deleted = begin - 1;
    long remaining = end;
    while (remaining - deleted > 1) {
      long middle = deleted + (remaining - deleted) / 2;
      if (store.get(key(middle)) == null) {
        deleted = middle;
      } else {
        remaining = middle;
      }
    }
    return remaining;
  }

  /**
   * @param servedAt wall-clock time, milliseconds since the epoch
   */
  record Entry(long servedAt, String userId, String impressionId) {
    static Entry decode(byte[] state) {
      StateReader in = new StateReader(state, LAYOUT, "the serve log");
      return new Entry(in.number(), in.text(), in.text());
    }
  }

  private record Positions(long begin, long toClose, long end) {
    private static final String WHAT = "the serve log's positions";

    static Positions decode(byte[] state) {
      StateReader in = new StateReader(state, LAYOUT, WHAT);
      Positions positions = new Positions(in.number(), in.number(), in.number());
      in.require(positions.areInOrder(), "they are " + positions);
      return positions;
    }

    private boolean areInOrder() {
      return begin >= 0 && begin <= toClose && toClose <= end && end < Long.MAX_VALUE / 2;
    }
  }

  void append(Entry entry) {
    store.put(
        key(end),
        new StateWriter(LAYOUT)
            .number(entry.servedAt())
            .text(entry.userId())
            .text(entry.impressionId())
            .toBytes());
    end++;
    moved = true;
  }

  long size() {
    return end - begin;
  }

  /** The oldest entry whose window has not been closed by the wall clock; null if none. */
  @Nullable Entry nextToClose() {
    return toClose < end ? read(toClose) : null;
  }

  /** Moves past {@link #nextToClose}, whose window is closed. */
  void closed() {
    toClose++;
    moved = true;
  }

  /** The oldest entry; null if the log is empty. */
  @Nullable Entry oldest() {
    return begin < end ? read(begin) : null;
  }

  /** Deletes {@link #oldest}. */
  void deleteOldest() {
    store.delete(key(begin));
    begin++;
    toClose = Math.max(toClose, begin);
    moved = true;
  }

  /** Writes the positions if they have moved. */
  void save() {
    if (moved) {
      store.put(
          POSITIONS, new StateWriter(LAYOUT).number(begin).number(toClose).number(end).toBytes());
      moved = false;
    }
  }

  private Entry read(long number) {
    Entry entry = store.read(key(number), Entry::decode);
    if (entry == null) {
      throw new IllegalStateException(
          "The serve log has no entry "
              + number
              + " although it ranges from "
              + begin
              + " to "
              + end
              + "; the store has lost data: reset the application's state");
    }
    return entry;
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
