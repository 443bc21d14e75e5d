package io.laserstreams.crm.streaming.user;

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
    int shift = 0;
    byte next;
    do {
      next = in.get();
      number |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
