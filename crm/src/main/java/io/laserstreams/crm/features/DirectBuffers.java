package io.laserstreams.crm.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Native-order direct buffers, which ONNX Runtime and libtorch read without a copy. They are reused
 * from batch to batch and grow as needed.
 */
public final class DirectBuffers {
  private DirectBuffers() {}

  static IntBuffer ints() {
    return bytes(0).asIntBuffer();
  }

  static IntBuffer ints(IntBuffer reuse, int size) {
    return (reuse.capacity() >= size ? reuse : bytes(size).asIntBuffer()).clear().limit(size);
  }

  /** An empty buffer to start with. */
  public static FloatBuffer floats() {
    return bytes(0).asFloatBuffer();
  }

  /** The buffer, or a larger one, cleared, with {@code size} as its limit. */
  public static FloatBuffer floats(FloatBuffer reuse, int size) {
    return (reuse.capacity() >= size ? reuse : bytes(size).asFloatBuffer()).clear().limit(size);
  }

  /** Allocates half as much again, so that slowly growing batches do not allocate each time. */
  private static ByteBuffer bytes(int numbers) {
    return ByteBuffer.allocateDirect(
            Math.addExact(Math.multiplyExact(numbers, 4), 2 * numbers + 64))
        .order(ByteOrder.nativeOrder());
  }
}
