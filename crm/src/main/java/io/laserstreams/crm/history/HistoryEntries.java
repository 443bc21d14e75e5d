package io.laserstreams.crm.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.Varint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encoded {@link HistoryEntry entries} in sequence, newest first, so that reading the newest few
 * stops early, and inserting, sealing and splitting copy ranges of bytes. Immutable; shares the
 * array with the record it came from.
 */
final class HistoryEntries {
  static final HistoryEntries NONE = new HistoryEntries(new byte[0], 0, 0);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int from;
  private final int count;

  private HistoryEntries(byte[] bytes, int from, int count) {
    this.bytes = bytes;
    this.from = from;
    this.count = count;
  }

  /**
   * Takes the remaining bytes, up to the end of the buffer's array.
   *
   * @throws UnreadableBytesException if they are not {@code count} entries
   */
  static HistoryEntries read(ByteBuffer in, int count) {
    byte[] bytes = in.array();
    int from = in.arrayOffset() + in.position();
    int at = from;
    for (int i = 0; i < count; i++) {
      at = checkedEnd(bytes, at);
    }
    if (count < 0 || at < bytes.length) {
      throw new UnreadableBytesException(
          "%d bytes are not %d entries".formatted(bytes.length - from, count));
    }
    in.position(at - in.arrayOffset());
    return new HistoryEntries(bytes, from, count);
  }

  private static int checkedEnd(byte[] bytes, int at) {
    if (bytes.length - at < HistoryEntry.FIXED_BYTES) {
      throw new UnreadableBytesException("the bytes end within an entry");
    }
    HistoryEntry.Kind.of(bytes[at]);
    return checkedText(bytes, checkedText(bytes, at + HistoryEntry.FIXED_BYTES));
  }

  /** Where a text ends that starts with its length. */
  private static int checkedText(byte[] bytes, int at) {
    int length = Varint.readChecked(bytes, at);
    int from = at + Varint.size(length);
    if (length > bytes.length - from) {
      throw new UnreadableBytesException(
          "a text of %d bytes where %d are left".formatted(length, bytes.length - from));
    }
    return from + length;
  }

  int count() {
    return count;
  }

  int length() {
    return bytes.length - from;
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, length());
  }

  /** A copy with {@code entry} inserted before the entry at {@code offset}, or at the end. */
  HistoryEntries insert(int offset, byte[] entry) {
    byte[] grown = new byte[length() + entry.length];
    System.arraycopy(bytes, from, grown, 0, offset);
    System.arraycopy(entry, 0, grown, offset, entry.length);
    System.arraycopy(bytes, from + offset, grown, offset + entry.length, length() - offset);
    return new HistoryEntries(grown, 0, count + 1);
  }

  HistoryEntries newest(int n) {
    int end = offsetOf(n);
    return new HistoryEntries(Arrays.copyOfRange(bytes, from, from + end), 0, n);
  }

  HistoryEntries withoutNewest(int n) {
    return new HistoryEntries(bytes, from + offsetOf(n), count - n);
  }

  long newestTime() {
    return (long) LONG.get(bytes, from + 1);
  }

  long oldestTime() {
    return (long) LONG.get(bytes, from + offsetOf(count - 1) + 1);
  }

  private int offsetOf(int index) {
    Cursor cursor = cursor();
    for (int i = 0; i <= index && cursor.next(); i++) {
      // moves
    }
    return index == count ? length() : cursor.offset();
  }

  Cursor cursor() {
    return new Cursor();
  }

  /** Moves from entry to entry, newest first; before the first {@link #next} it is on none. */
  final class Cursor {
    private int at = from;
    private int end = from;
    private int idAt;
    private int idLength;
    private int itemAt;
    private int itemLength;

    /** Moves to the next older entry; false if there is none. */
    boolean next() {
      if (end == bytes.length) {
        at = end;
        return false;
      }
      at = end;
      idLength = Varint.read(bytes, at + HistoryEntry.FIXED_BYTES);
      idAt = at + HistoryEntry.FIXED_BYTES + Varint.size(idLength);
      itemLength = Varint.read(bytes, idAt + idLength);
      itemAt = idAt + idLength + Varint.size(itemLength);
      end = itemAt + itemLength;
      return true;
    }

    /** Where the entry starts, counted from the start of the newest entry. */
    int offset() {
      return at - from;
    }

    HistoryEntry.Kind kind() {
      return HistoryEntry.Kind.of(bytes[at]);
    }

    long eventTime() {
      return (long) LONG.get(bytes, at + 1);
    }

    float value() {
      return Float.intBitsToFloat((int) INT.get(bytes, at + 1 + Long.BYTES));
    }

    boolean hasId(byte[] interactionId) {
      return Arrays.equals(bytes, idAt, idAt + idLength, interactionId, 0, interactionId.length);
    }

    boolean hasItem(byte[] itemId) {
      return Arrays.equals(bytes, itemAt, itemAt + itemLength, itemId, 0, itemId.length);
    }

    /** Index of the item among those sought; negative if it is none of them. */
    int itemIn(SoughtItems sought) {
      return sought.indexOf(bytes, itemAt, itemLength);
    }

    String itemId() {
      return new String(bytes, itemAt, itemLength, UTF_8);
    }

    HistoryEvent event(String itemId, float value) {
      return new HistoryEvent(new String(bytes, idAt, idLength, UTF_8), itemId, eventTime(), value);
    }
  }
}
