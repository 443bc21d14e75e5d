package io.laserstreams.crm.bytes;

import java.nio.ByteBuffer;

/** Whole numbers from 0 in as few bytes as they need: seven bits a byte, the lowest first. */
public final class Varint {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;
  private static final int MAX_BYTES = 5;

  private Varint() {}

  /** Bytes of a number. */
  public static int size(int number) {
    return Math.max(
        1, (Integer.SIZE - Integer.numberOfLeadingZeros(number) + GROUP_BITS - 1) / GROUP_BITS);
  }

  public static void write(ByteBuffer out, int number) {
    int rest = number;
    for (; rest >= MORE; rest >>>= GROUP_BITS) {
      out.put((byte) (rest | MORE));
    }
    out.put((byte) rest);
  }

  /**
   * Reads a number from bytes that may be damaged.
   *
   * @throws UnreadableBytesException if it has more than 31 bits
   * @throws java.nio.BufferUnderflowException if the bytes end before it
   */
  public static int read(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; shift < MAX_BYTES * GROUP_BITS; shift += GROUP_BITS) {
      byte next = in.get();
      number |= (next & (MORE - 1)) << shift;
      if (next >= 0) {
        return nonNegative(number);
      }
    }
    throw new UnreadableBytesException("a number of more than 32 bits");
  }

  /** Reads a number from bytes that are known to be sound. */
  public static int read(byte[] bytes, int at) {
    int number = 0;
    for (int shift = 0, i = at; ; shift += GROUP_BITS, i++) {
      byte next = bytes[i];
      number |= (next & (MORE - 1)) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  /**
   * Reads a number from bytes that may be damaged.
   *
   * @throws UnreadableBytesException if it has more than 31 bits, or the bytes end before it
   */
  public static int readChecked(byte[] bytes, int at) {
    for (int i = at; i < bytes.length && i < at + MAX_BYTES; i++) {
      if (bytes[i] >= 0) {
        return nonNegative(read(bytes, at));
      }
    }
    throw new UnreadableBytesException("the bytes end in a number, or it has more than 32 bits");
  }

  private static int nonNegative(int number) {
    if (number < 0) {
      throw new UnreadableBytesException("the number %d is negative".formatted(number));
    }
    return number;
  }
}
