package io.laserstreams.crm.ops;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** How a parameter is initialised. */
public enum Init {
  ZERO,
  ONE,
  /**
   * Normal, standard deviation 0.01; row 0, the unknown id, is zero. For tables with many rows that
   * are rarely seen.
   */
  ID_EMBEDDING,
  /** Normal, standard deviation 0.05; row 0, the unknown value, is zero. */
  FIELD_EMBEDDING,
  /** Normal, standard deviation 0.1. For biases by bucket. */
  SMALL,
  /** Normal with variance 2 / (fan in + fan out) (Glorot, Bengio 2010). */
  GLOROT,
  /**
   * Fitted before the training and not learned. Until then a matrix is standard normal, a random
   * projection, and a vector is zero.
   */
  FITTED;

  /**
   * Seeded values. The parameter's name is part of the seed, so that the initial values do not
   * depend on other parameters.
   */
  public float[] values(String name, int[] shape, long seed) {
    int size = 1;
    for (int dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    float[] values = new float[size];
    if (this == ZERO || (this == FITTED && shape.length == 1)) {
      return values;
    }
    RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    double deviation = deviation(shape);
    for (int i = 0; i < size; i++) {
      values[i] = this == ONE ? 1 : (float) (random.nextGaussian() * deviation);
    }
    if (this == ID_EMBEDDING || this == FIELD_EMBEDDING) {
      Arrays.fill(values, 0, shape[1], 0);
    }
    return values;
  }

  private double deviation(int[] shape) {
    return switch (this) {
      case ZERO, ONE -> 0;
      case FITTED -> 1;
      case ID_EMBEDDING -> 0.01;
      case FIELD_EMBEDDING -> 0.05;
      case SMALL -> 0.1;
      case GLOROT -> Math.sqrt(2.0 / (shape[0] + shape[shape.length - 1]));
    };
  }
}
