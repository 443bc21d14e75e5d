package io.laserstreams.tools.bench.system;

import java.nio.ByteBuffer;

/**
 * The number of a slate, which is its impression's id, by the first field of a record in
 * Confluent's wire format. Impressions and scores begin with it in every version of their schemas;
 * reading no more keeps the driver cheap.
 */
final class SlateNumber {
  private static final int HEADER_BYTES = 5;

  private SlateNumber() {}

  /**
   * @throws IllegalArgumentException if the record does not begin with a number
   */
  static long of(byte[] record) {
    ByteBuffer bytes = ByteBuffer.wrap(record).position(HEADER_BYTES);
    int length = length(bytes);
    long number = 0;
    for (int i = 0; i < length; i++) {
      int digit = bytes.get() - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("a record begins with no number of a slate");
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** Avro's variable-length zig-zag integer; an id has few digits, so that one byte is enough. */
  private static int length(ByteBuffer bytes) {
    int encoded = bytes.get();
    if (encoded <= 0 || (encoded & 1) != 0) {
      throw new IllegalArgumentException("a record begins with no id of a slate");
    }
    return encoded >> 1;
  }
}
