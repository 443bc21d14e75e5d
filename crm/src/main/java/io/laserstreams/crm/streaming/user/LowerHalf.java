package io.laserstreams.crm.streaming.user;

/** Symmetric matrices as their lower half by rows. */
final class LowerHalf {
  private LowerHalf() {}

  static int length(int size) {
    return size * (size + 1) / 2;
  }

  /** Matrix times vector. */
  static double[] times(float[] matrix, float[] x) {
    double[] product = new double[x.length];
    for (int i = 0, at = 0; i < x.length; i++) {
      double sum = 0;
      for (int j = 0; j < i; j++, at++) {
        sum += matrix[at] * (double) x[j];
        product[j] += matrix[at] * (double) x[i];
      }
      product[i] += sum + matrix[at++] * (double) x[i];
    }
    return product;
  }

  /** The vector times matrix times vector. */
  static double form(float[] matrix, float[] x) {
    double form = 0;
    for (int i = 0, row = 0; i < x.length; row += ++i) {
      form += x[i] * (2 * dot(matrix, row, x, i) + matrix[row + i] * (double) x[i]);
    }
    return form;
  }

  /** In four sums, which a processor can add at a time. */
  private static double dot(float[] matrix, int row, float[] x, int size) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int j = 0;
    for (; j + 3 < size; j += 4) {
      sum0 += matrix[row + j] * (double) x[j];
      sum1 += matrix[row + j + 1] * (double) x[j + 1];
      sum2 += matrix[row + j + 2] * (double) x[j + 2];
      sum3 += matrix[row + j + 3] * (double) x[j + 3];
    }
    for (; j < size; j++) {
      sum0 += matrix[row + j] * (double) x[j];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
