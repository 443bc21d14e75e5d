package io.laserstreams.trainer.basis;

import io.laserstreams.crm.streaming.basis.TextSpace;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Finds the principal components of knowledge vectors by orthogonal iteration. */
final class TextSpaceFit {
  private static final int ROUNDS = 40;

  private TextSpaceFit() {}

  /**
   * The space of these vectors; null where there are too few.
   *
   * @param components how many, at most
   * @param coordinates how many of them are coordinates, at most
   */
  static TextSpace fit(Collection<float[]> vectors, int components, int coordinates, long seed) {
    if (vectors.size() < 2) {
      return null;
    }
    int dimensions = vectors.iterator().next().length;
    int kept = Math.min(components, Math.min(dimensions, vectors.size() - 1));
    double[] mean = new double[dimensions];
    vectors.forEach(vector -> add(mean, vector, vectors.size()));
    double[] covariance = new double[Symmetric.size(dimensions)];
    double[] centred = new double[dimensions];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimensions; i++) {
        centred[i] = vector[i] - mean[i];
      }
      Symmetric.addSquare(covariance, centred, 1.0 / vectors.size());
    }
    double[] variances = new double[kept];
    double[][] axes = axes(covariance, dimensions, variances, seed);
    float[][] rows = new float[kept][dimensions];
    float[] scales = new float[kept];
    for (int c = 0; c < kept; c++) {
      scales[c] = (float) Math.sqrt(variances[c]);
      for (int i = 0; i < dimensions; i++) {
        rows[c][i] = (float) axes[c][i];
      }
    }
    float[] centre = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      centre[i] = (float) mean[i];
    }
    return new TextSpace(centre, rows, scales, Math.min(coordinates, kept));
  }

  private static void add(double[] mean, float[] vector, int of) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += vector[i] / (double) of;
    }
  }

  private static double[][] axes(double[] covariance, int dimensions, double[] variances, long seed) {
    var random = new Random(seed);
    double[][] axes = new double[variances.length][dimensions];
    for (double[] axis : axes) {
      for (int i = 0; i < dimensions; i++) {
        axis[i] = random.nextGaussian();
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int c = 0; c < axes.length; c++) {
        axes[c] = Symmetric.multiply(covariance, axes[c]);
      }
      for (int c = 0; c < axes.length; c++) {
        for (double[] before : List.of(axes).subList(0, c)) {
          double along = dot(axes[c], before);
          for (int i = 0; i < dimensions; i++) {
            axes[c][i] -= along * before[i];
          }
        }
        variances[c] = Math.sqrt(dot(axes[c], axes[c]));
        for (int i = 0; i < dimensions; i++) {
          axes[c][i] /= variances[c] + 1e-30;
        }
      }
    }
    return axes;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
