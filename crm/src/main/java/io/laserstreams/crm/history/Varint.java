package io.laserstreams.crm.history;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;

/** Lengths in seven-bit groups, low group first. */
final class Varint {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;
  private static final int MOST_GROUPS = 5;

  private Varint() {}

  static int size(int value) {
    return Math.max(
        1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + GROUP_BITS - 1) / GROUP_BITS);
  }

  static void put(ByteBuffer out, int value) {
    int rest = value;
    while (rest >= MORE) {
      out.put((byte) (rest | MORE));
      rest >>>= GROUP_BITS;
    }
    out.put((byte) rest);
  }

  static int read(byte[] bytes, int at) {
    int value = 0;
    for (int shift = 0, i = at; ; shift += GROUP_BITS, i++) {
      byte b = bytes[i];
      value |= (b & (MORE - 1)) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** Likewise of bytes that may be damaged. */
  static int readChecked(byte[] bytes, int at) {
    for (int i = at; i < bytes.length && i < at + MOST_GROUPS; i++) {
      if (bytes[i] >= 0) {
        return read(bytes, at);
      }
    }
    throw new UnreadableBytesException("the bytes end in a length, or it has more than 32 bits");
  }
}
