package io.laserstreams.tools.demo.world;

import java.util.random.RandomGenerator;

/** Linear algebra for the world. */
final class VectorMath {
  private VectorMath() {}

  /** A direction drawn uniformly from the unit sphere. */
  static double[] direction(RandomGenerator random, int size) {
    double[] v = new double[size];
    for (int k = 0; k < size; k++) {
      v[k] = random.nextGaussian();
    }
    return unit(v);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  static void add(double[] to, double weight, double[] v) {
    for (int k = 0; k < to.length; k++) {
      to[k] += weight * v[k];
    }
  }

  /** Scales in place to length one. */
  static double[] unit(double[] v) {
    double length = Math.sqrt(dot(v, v));
    for (int k = 0; k < v.length; k++) {
      v[k] /= length;
    }
    return v;
  }
}
