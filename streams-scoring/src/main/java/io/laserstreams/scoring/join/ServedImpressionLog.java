package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The served impressions of one partition in the order of serving, with two read positions: the
 * first closes attribution windows that end by the wall clock, the second, behind it, forgets
 * impressions and deletes their entries. It replaces an index by time: windows and memory have the
 * same length for all impressions, so the order of serving is the order of ending.
 *
 * <p>Entries are stored in blocks, which are numbered without gaps. An append writes the newest
 * block and the positions again; a cache in front of the store makes that two writes for each
 * commit. Without exactly-once a crash may leave positions that are older or newer than the blocks:
 * the last block is found by probing, and the first one by binary search. No iterator is ever
 * opened.
 *
 * <p>Space: 10 bytes and the two ids per entry.
 */
final class ServedImpressionLog {
  /** Earlier builds had one entry in each block. */
  private static final int LAYOUT = 2;

  private static final int ENTRIES_PER_BLOCK = 32;

  /** Far more than are written between two commits. */
  private static final int MAX_LOST_BLOCKS = 1_000;

  private static final byte[] POSITIONS = {0};

  private final ByteStore store;
  private final Reader oldest;
  private final Reader toClose;

  /** The block that is appended to, the last one; empty if the next entry begins another. */
  private final List<Entry> newest = new ArrayList<>();

  private StateWriter newestBytes = new StateWriter(LAYOUT);

  /** Number of the first block that does not exist. */
  private long end;

  /** Entries of the last block, forgotten ones included; 0 without blocks. */
  private int inLast;

  /**
   * Entries of the blocks before the last, less those that were forgotten of all blocks. Without
   * the last block, because positions may be older than its newest entries.
   */
  private long before;

  ServedImpressionLog(ByteStore store) {
    this.store = requireNonNull(store, "store is null");
    Positions saved = store.read(POSITIONS, Positions::decode);
    Positions positions = saved == null ? Positions.START : saved;
    end = probedEnd(positions);
    oldest = new Reader(positions.oldest());
    toClose = new Reader(positions.toClose());
    long first = firstRemaining(positions.oldest().block());
    oldest.keepWithin(first);
    toClose.keepWithin(first);
    inLast = oldest.block < end ? read(end - 1).size() : 0;
    before =
        first == positions.oldest().block() && end == positions.end()
            ? positions.before()
            : countedBefore();
  }

  private long probedEnd(Positions positions) {
    long probed = positions.end();
    while (store.get(key(probed)) != null) {
      probed++;
    }
    long lowest = Math.max(positions.oldest().block(), probed - MAX_LOST_BLOCKS);
    while (probed > lowest && store.get(key(probed - 1)) == null) {
      probed--;
    }
    return probed;
  }

  private long firstRemaining(long from) {
    long deleted = from - 1;
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

  private long countedBefore() {
    long count = -oldest.offset;
    for (long block = oldest.block; block < end - 1; block++) {
      count += read(block).size();
    }
    return count;
  }

  /**
   * @param servedAt wall-clock time, milliseconds since the epoch
   */
  record Entry(long servedAt, String userId, String impressionId) {
    private void write(StateWriter out) {
      out.number(servedAt).text(userId).text(impressionId);
    }

    private static List<Entry> decodeBlock(byte[] state) {
      StateReader in = new StateReader(state, LAYOUT, "the serve log");
      List<Entry> entries = new ArrayList<>(ENTRIES_PER_BLOCK);
      while (in.hasMore()) {
        entries.add(new Entry(in.number(), in.text(), in.text()));
      }
      in.require(!entries.isEmpty(), "a block has no entries");
      return entries;
    }
  }

  /** Where an entry is. */
  private record Position(long block, int offset) implements Comparable<Position> {
    static final Position START = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
      return block == other.block
          ? Integer.compare(offset, other.offset)
          : Long.compare(block, other.block);
    }
  }

  private record Positions(Position oldest, Position toClose, long end, long before) {
    static final Positions START = new Positions(Position.START, Position.START, 0, 0);
    private static final String WHAT = "the serve log's positions";
    private static final int WITHOUT_BLOCKS = 1;

    static Positions decode(byte[] state) {
      StateReader in = new StateReader(state, LAYOUT, WHAT);
      Positions positions = in.version() > WITHOUT_BLOCKS ? read(in) : readWithoutBlocks(in);
      in.require(positions.areInOrder(), "they are " + positions);
      return positions;
    }

    private static Positions read(StateReader in) {
      return new Positions(
          new Position(in.number(), in.count()),
          new Position(in.number(), in.count()),
          in.number(),
          in.number());
    }

    private static Positions readWithoutBlocks(StateReader in) {
      long oldest = in.number();
      long toClose = in.number();
      long end = in.number();
      return new Positions(
          new Position(oldest, 0), new Position(toClose, 0), end, Math.max(0, end - 1 - oldest));
    }

    private boolean areInOrder() {
      return oldest.compareTo(Position.START) >= 0
          && oldest.compareTo(toClose) <= 0
          && oldest.offset() >= 0
          && toClose.offset() >= 0
          && toClose.block() <= end
          && end < Long.MAX_VALUE / 2;
    }

    byte[] encode() {
      return new StateWriter(LAYOUT)
          .number(oldest.block())
          .number(oldest.offset())
          .number(toClose.block())
          .number(toClose.offset())
          .number(end)
          .number(before)
          .toBytes();
    }
  }

  /** A read position, with the block that it is in. */
  private final class Reader {
    private long block;
    private int offset;
    private long decodedBlock = -1;
    private List<Entry> decoded = List.of();

    Reader(Position position) {
      this.block = position.block();
      this.offset = position.offset();
    }

    Position position() {
      return new Position(block, offset);
    }

    /** Moves into the blocks that exist. */
    void keepWithin(long first) {
      long within = Math.min(Math.max(block, first), end);
      if (block != within || within == end) {
        block = within;
        offset = 0;
      }
    }

    /** The entry at the position; null at the end. */
    @Nullable Entry entry() {
      while (block < end) {
        List<Entry> entries = entries();
        if (offset < entries.size()) {
          return entries.get(offset);
        }
        if (block == end - 1) {
          return null; // More may be appended to it.
        }
        block++;
        offset = 0;
      }
      return null;
    }

    List<Entry> entries() {
      if (block == end - 1 && !newest.isEmpty()) {
        return newest;
      }
      if (decodedBlock != block) {
        decoded = read(block);
        decodedBlock = block;
      }
      return decoded;
    }
  }

  void append(Entry entry) {
    if (newest.isEmpty() || newest.size() == ENTRIES_PER_BLOCK) {
      before += inLast;
      inLast = 0;
      beginBlock();
      end++;
    }
    newest.add(entry);
    inLast++;
    entry.write(newestBytes);
    store.put(key(end - 1), newestBytes.toBytes());
    save();
  }

  private void beginBlock() {
    newest.clear();
    newestBytes = new StateWriter(LAYOUT);
  }

  long size() {
    return before + inLast;
  }

  /** The oldest entry whose window has not been closed by the wall clock; null if none. */
  @Nullable Entry nextToClose() {
    return toClose.entry();
  }

  /** Moves past {@link #nextToClose}, whose window is closed. */
  void closed() {
    toClose.offset++;
    save();
  }

  /** The oldest entry; null if the log is empty. */
  @Nullable Entry oldest() {
    return oldest.entry();
  }

  /** Deletes {@link #oldest}. */
  void deleteOldest() {
    int entries = oldest.entries().size();
    oldest.offset++;
    before--;
    if (oldest.offset >= entries) {
      store.delete(key(oldest.block));
      if (oldest.block == end - 1) {
        beginBlock();
        inLast = 0;
        before = 0;
      }
      oldest.block++;
      oldest.offset = 0;
    }
    if (toClose.position().compareTo(oldest.position()) < 0) {
      toClose.block = oldest.block;
      toClose.offset = oldest.offset;
    }
    save();
  }

  private void save() {
    store.put(
        POSITIONS, new Positions(oldest.position(), toClose.position(), end, before).encode());
  }

  private List<Entry> read(long block) {
    List<Entry> entries = store.read(key(block), Entry::decodeBlock);
    if (entries == null) {
      throw new IllegalStateException(
          "The serve log has no block "
              + block
              + " although it ranges from "
              + oldest.block
              + " to "
              + end
              + "; the store has lost data: reset the application's state");
    }
    return entries;
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
