package io.laserstreams.learning.dataset;

import org.jspecify.annotations.Nullable;

/** The direction of the mean of vectors, as a vector of unit length. */
public final class MeanDirection {
  private float @Nullable [] sum;

  public void add(float[] vector) {
    if (sum == null) {
      sum = vector.clone();
      return;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += vector[i];
    }
  }

  /**
   * Of what has been added so far, a vector of its own; null without any, zero if it cancels out.
   */
  public float @Nullable [] unit() {
    if (sum == null) {
      return null;
    }
    double square = 0;
    for (float number : sum) {
      square += (double) number * number;
    }
    float[] unit = new float[sum.length];
    for (int i = 0; i < unit.length && square > 0; i++) {
      unit[i] = (float) (sum[i] / Math.sqrt(square));
    }
    return unit;
  }
}
