package io.laserstreams.crm.ops;

/** Inner products of vectors. */
public final class Products {
  private Products() {}

  /**
   * The inner product of {@code size} numbers from the given offsets on. It adds four sums, the
   * first of the numbers 0, 4, 8 and so on, which a processor can compute at a time.
   */
  public static float dot(float[] a, int fromA, float[] b, int fromB, int size) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      sum0 += a[fromA + i] * b[fromB + i];
      sum1 += a[fromA + i + 1] * b[fromB + i + 1];
      sum2 += a[fromA + i + 2] * b[fromB + i + 2];
      sum3 += a[fromA + i + 3] * b[fromB + i + 3];
    }
    for (; i < size; i++) {
      sum0 += a[fromA + i] * b[fromB + i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
