package io.laserstreams.crm.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Native-order direct buffers, which ONNX Runtime and libtorch read without a copy. */
final class DirectBuffers {
  private DirectBuffers() {}

  static IntBuffer ints(IntBuffer reuse, int size) {
    IntBuffer buffer =
        reuse != null && reuse.capacity() >= size ? reuse : bytes(size).asIntBuffer();
    return buffer.clear().limit(size);
  }

  static FloatBuffer floats(FloatBuffer reuse, int size) {
    FloatBuffer buffer =
        reuse != null && reuse.capacity() >= size ? reuse : bytes(size).asFloatBuffer();
    return buffer.clear().limit(size);
  }

  /** Half as much again as asked for, so that slowly growing batches do not allocate each time. */
  private static ByteBuffer bytes(int numbers) {
    return ByteBuffer.allocateDirect(
            Math.addExact(Math.multiplyExact(numbers, 4), 2 * numbers + 64))
        .order(ByteOrder.nativeOrder());
  }
}
