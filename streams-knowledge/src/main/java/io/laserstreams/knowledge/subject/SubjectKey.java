package io.laserstreams.knowledge.subject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.schema.SubjectKind;
import java.nio.ByteBuffer;

/**
 * A user or an item; a user and an item may have the same id. Encoded: the letter U or I, then the
 * id in UTF-8.
 */
public record SubjectKey(SubjectKind kind, String id) {
  private static final byte USER = 'U';
  private static final byte ITEM = 'I';

  public SubjectKey {
    requireNonNull(id, "id is null");
    if (kind != SubjectKind.USER && kind != SubjectKind.ITEM) {
      throw new IllegalArgumentException(
          "Subject " + id + " is of kind " + kind + ", must be USER or ITEM");
    }
  }

  public static SubjectKey user(String id) {
    return new SubjectKey(SubjectKind.USER, id);
  }

  public static SubjectKey item(String id) {
    return new SubjectKey(SubjectKind.ITEM, id);
  }

  byte[] encode() {
    byte[] text = id.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + text.length)
        .put(kind == SubjectKind.USER ? USER : ITEM)
        .put(text)
        .array();
  }

  /**
   * @throws UnreadableBytesException if no subject starts at {@code from}
   */
  static SubjectKey decode(byte[] bytes, int from) {
    if (bytes.length <= from || (bytes[from] != USER && bytes[from] != ITEM)) {
      throw new UnreadableBytesException(
          "no subject starts at %d of %d bytes".formatted(from, bytes.length));
    }
    String id = new String(bytes, from + 1, bytes.length - from - 1, UTF_8);
    return bytes[from] == USER ? user(id) : item(id);
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
