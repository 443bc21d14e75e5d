package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.UntrustedBytes;
import java.nio.ByteBuffer;

/**
 * A vector and a symmetric matrix of the same size. Stored: the size (2 bytes), the vector, the
 * matrix.
 *
 * @param matrix as {@link PackedSymmetric}
 */
record VectorWithMatrix(float[] vector, float[] matrix) {
  static VectorWithMatrix read(ByteBuffer in) {
    float[] vector = new float[UntrustedBytes.count(in.getShort(), Float.BYTES, in)];
    float[] matrix =
        new float[UntrustedBytes.count(PackedSymmetric.length(vector.length), Float.BYTES, in)];
    Floats.read(in, vector);
    Floats.read(in, matrix);
    return new VectorWithMatrix(vector, matrix);
  }

  int size() {
    return vector.length;
  }

  /** Bytes of the stored form. */
  int bytes() {
    return Short.BYTES + (vector.length + matrix.length) * Float.BYTES;
  }

  void write(ByteBuffer out) {
    out.putShort((short) vector.length);
    Floats.write(out, vector);
    Floats.write(out, matrix);
  }
}
