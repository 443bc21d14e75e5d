package io.laserstreams.crm.streaming.user;

/** Symmetric matrices as their lower half by rows. */
final class PackedSymmetric {
  private PackedSymmetric() {}

  /** Numbers of a matrix of this size. */
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
}
