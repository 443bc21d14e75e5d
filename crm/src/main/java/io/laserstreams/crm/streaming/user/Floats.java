package io.laserstreams.crm.streaming.user;

import java.nio.ByteBuffer;

/** Reads and writes floats in bulk. */
final class Floats {
  private Floats() {}

  static void read(ByteBuffer in, float[] numbers) {
    read(in, numbers, numbers.length);
  }

  static void read(ByteBuffer in, float[] numbers, int count) {
    in.asFloatBuffer().get(numbers, 0, count);
    in.position(in.position() + count * Float.BYTES);
  }

  static void write(ByteBuffer out, float[] numbers) {
    write(out, numbers, 0, numbers.length);
  }

  static void write(ByteBuffer out, float[] numbers, int from, int count) {
    out.asFloatBuffer().put(numbers, from, count);
    out.position(out.position() + count * Float.BYTES);
  }
}
