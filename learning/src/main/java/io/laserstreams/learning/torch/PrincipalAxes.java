package io.laserstreams.learning.torch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The principal axes of a set of vectors (Hotelling 1933).
 *
 * @param mean of the vectors
 * @param axes unit vectors, by falling variance
 * @param variances of the vectors along the axes
 */
public record PrincipalAxes(float[] mean, float[][] axes, float[] variances) {
  private static final double MIN_VARIANCE = 1e-9;

  /**
   * The axes of vectors of equal size.
   *
   * @param count of axes, at most the vectors' size
   */
  public static PrincipalAxes of(List<float[]> vectors, int count) {
    int size = vectors.get(0).length;
    float[] flat = new float[vectors.size() * size];
    for (int i = 0; i < vectors.size(); i++) {
      System.arraycopy(vectors.get(i), 0, flat, i * size, size);
    }
    try (var scope = new PointerScope()) {
      Tensor x = Tensors.copyOf(flat, vectors.size(), size);
      Tensor mean = x.mean(new long[] {0});
      Tensor centred = x.sub(mean);
      Tensor covariance =
          torch.matmul(centred.t(), centred).div(new Scalar((double) vectors.size()));
      var eigen = torch.linalg_eigh(covariance);
      // Ascending: the axis of the largest variance comes last.
      float[] variances = Tensors.floats(eigen.get0().clamp_min(new Scalar(MIN_VARIANCE)).flip(0));
      float[] columns = Tensors.floats(eigen.get1().t().flip(0));
      float[][] axes = new float[count][size];
      for (int axis = 0; axis < count; axis++) {
        System.arraycopy(columns, axis * size, axes[axis], 0, size);
      }
      return new PrincipalAxes(Tensors.floats(mean), axes, Arrays.copyOf(variances, count));
    }
  }
}
