package io.laserstreams.crm.history;

import java.nio.ByteBuffer;

/** Lengths in seven-bit groups, low group first. */
final class Varint {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;

  private Varint() {}

  static int size(int value) {
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + GROUP_BITS - 1) / GROUP_BITS);
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
}
