package io.laserstreams.crm.history;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An interaction of a history: an event, or a correction of the newest earlier event of the same
 * item.
 *
 * <p>Encoded: kind (1 byte), event time (8), value (4), then interaction id and item id in UTF-8,
 * each after its length as a {@link Varint}.
 */
record HistoryEntry(Kind kind, String interactionId, String itemId, long eventTime, float value) {
  enum Kind {
    EVENT(0),
    CHANGE(1),
    RETRACTION(2);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    static Kind of(byte code) {
      return switch (code) {
        case 0 -> EVENT;
        case 1 -> CHANGE;
        case 2 -> RETRACTION;
        default ->
            throw new UnreadableBytesException(
                "a history entry of kind " + code + ", known are 0 to 2");
      };
    }
  }

  static final int FIXED_BYTES = 1 + Long.BYTES + Float.BYTES;

  HistoryEntry {
    requireNonNull(kind, "kind is null");
    requireNonNull(interactionId, "interactionId is null");
    requireNonNull(itemId, "itemId is null");
  }

  static HistoryEntry event(HistoryEvent e) {
    return new HistoryEntry(Kind.EVENT, e.interactionId(), e.itemId(), e.eventTime(), e.value());
  }

  byte[] encode() {
    byte[] id = interactionId.getBytes(StandardCharsets.UTF_8);
    byte[] item = itemId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
            FIXED_BYTES
                + Varint.size(id.length)
                + id.length
                + Varint.size(item.length)
                + item.length);
    out.put(kind.code).putLong(eventTime).putFloat(value);
    Varint.write(out, id.length);
    out.put(id);
    Varint.write(out, item.length);
    out.put(item);
    return out.array();
  }
}
