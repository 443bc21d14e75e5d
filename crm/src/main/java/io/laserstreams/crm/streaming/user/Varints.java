package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;

/** Whole numbers from 0 in as few bytes as they need, seven bits a byte, the lowest first. */
final class Varints {
  private Varints() {}

  static int bytes(int number) {
    return number == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(number)) / 7;
  }

  static void write(ByteBuffer out, int number) {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.put((byte) (rest | 0x80));
    }
    out.put((byte) rest);
  }

  static int read(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return nonNegative(number);
      }
    }
    throw new UnreadableBytesException("a number of more than 32 bits");
  }

  private static int nonNegative(int number) {
    if (number < 0) {
      throw new UnreadableBytesException("a number of " + number + " where none is negative");
    }
    return number;
  }
}
