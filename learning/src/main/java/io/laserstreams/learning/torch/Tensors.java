package io.laserstreams.learning.torch;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Converts between Java numbers and libtorch tensors. */
final class Tensors {
  private Tensors() {}

  /** A view of a direct buffer: the buffer must not change while the tensor is in use. */
  static Tensor of(IntBuffer direct, long... shape) {
    return torch.from_blob(new IntPointer(direct), shape, new TensorOptions(torch.ScalarType.Int));
  }

  /** A view of a direct buffer: the buffer must not change while the tensor is in use. */
  static Tensor of(FloatBuffer direct, long... shape) {
    return torch.from_blob(
        new FloatPointer(direct), shape, new TensorOptions(torch.ScalarType.Float));
  }

  /** A tensor with its own copy of the values. */
  static Tensor copyOf(int[] values, long... shape) {
    return torch
        .from_blob(new IntPointer(values), shape, new TensorOptions(torch.ScalarType.Int))
        .clone();
  }

  /** A tensor with its own copy of the values. */
  static Tensor copyOf(float[] values, long... shape) {
    return torch
        .from_blob(new FloatPointer(values), shape, new TensorOptions(torch.ScalarType.Float))
        .clone();
  }

  static float[] floats(Tensor tensor) {
    Tensor flat = tensor.detach().contiguous();
    float[] values = new float[Math.toIntExact(flat.numel())];
    new FloatPointer(flat.data_ptr_float()).capacity(values.length).get(values);
    return values;
  }
}
