package io.laserstreams.scoring.sample;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.nio.ByteBuffer;

/**
 * The served impressions of one partition in the order of serving, with two readers that walk
 * behind each other: the first closes attribution windows that end by the wall clock, the second
 * forgets impressions and deletes their entries. It replaces an index by time: windows and memory
 * have one length for all, so the order of serving is the order of ending.
 *
 * <p>Entries are numbered without gaps. Where the log begins, where the first reader stands and
 * where the log ends is written by {@link #save}, not with every entry; entries written since are
 * found again by counting on. No iterator is ever opened.
 *
 * <p>Space: 12 bytes and the two ids an entry.
 */
final class ServeLog {
  private static final int LAYOUT = 1;
  private static final byte[] POSITIONS = {0};

  private final ByteStore store;
  private long begin;
  private long toClose;
  private long end;
  private boolean moved;

  ServeLog(ByteStore store) {
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
    begin = firstLeft();
    toClose = Math.max(toClose, begin);
  }

  /**
   * Without exactly-once a crash may fall between the deletes, which go on from the beginning, and
   * the positions.
   */
  private long firstLeft() {
    long deleted = begin - 1;
    long left = end;
    while (left - deleted > 1) {
      long middle = deleted + (left - deleted) / 2;
      if (store.get(key(middle)) == null) {
        deleted = middle;
      } else {
        left = middle;
      }
    }
    return left;
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

  /** The oldest entry whose window has not been closed by the wall clock, or null. */
  Entry nextToClose() {
    return toClose < end ? read(toClose) : null;
  }

  /** The first reader is done with {@link #nextToClose}. */
  void closed() {
    toClose++;
    moved = true;
  }

  /** The oldest entry, or null. */
  Entry oldest() {
    return begin < end ? read(begin) : null;
  }

  /** Deletes {@link #oldest}. */
  void forgetOldest() {
    store.delete(key(begin));
    begin++;
    toClose = Math.max(toClose, begin);
    moved = true;
  }

  /** Writes where the readers stand. */
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
              + " although it goes from "
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
