package io.laserstreams.crm.streaming;

import java.util.Arrays;
import java.util.List;

/**
 * Directions side by side, component by component, so that a processor multiplies a component of another direction with those of eight of
 * them at a time: the loops are written so that the just-in-time compiler does. To fill a block costs about as much as to multiply two
 * directions with those in it one by one.
 */
final class Block {
  private static final int SUMS = 4;

  private final float[][] components;
  private final float[][] sums;
  private int size;

  /** @param width how many directions fit */
  Block(int width, int components) {
    this.components = new float[components][width];
    this.sums = new float[SUMS][width];
  }

  int width() {
    return sums[0].length;
  }

  int size() {
    return size;
  }

  /** Takes some of the directions in, instead of those before. */
  void fill(List<float[]> directions, int from, int to) {
    size = 0;
    for (; from + size + 3 < to; size += 4) {
      int i = from + size;
      put(directions.get(i), directions.get(i + 1), directions.get(i + 2), directions.get(i + 3));
    }
    for (; from + size < to; size++) {
      float[] direction = directions.get(from + size);
      for (int c = 0; c < components.length; c++) {
        components[c][size] = direction[c];
      }
    }
  }

  private void put(float[] first, float[] second, float[] third, float[] fourth) {
    for (int c = 0; c < components.length; c++) {
      float[] component = components[c];
      component[size] = first[c];
      component[size + 1] = second[c];
      component[size + 2] = third[c];
      component[size + 3] = fourth[c];
    }
  }

  /** Products of a direction with each one of the block; they are overwritten by the next ones. */
  float[] times(float[] direction) {
    int quarter = components.length / 4;
    for (int s = 0; s < SUMS; s++) {
      Arrays.fill(sums[s], 0, size, 0);
      for (int c = s; c < quarter; c += SUMS) {
        int c1 = c + quarter;
        int c2 = c1 + quarter;
        int c3 = c2 + quarter;
        add(sums[s], size, components[c], components[c1], components[c2], components[c3],
            direction[c], direction[c1], direction[c2], direction[c3]);
      }
    }
    for (int c = 4 * quarter; c < components.length; c++) {
      for (int i = 0; i < size; i++) {
        sums[0][i] += direction[c] * components[c][i];
      }
    }
    fold(sums[0], sums[1], sums[2], sums[3], size);
    return sums[0];
  }

  private static void add(
      float[] sum, int size, float[] as, float[] bs, float[] cs, float[] ds, float a, float b, float c, float d) {
    for (int i = 0; i < size; i++) {
      sum[i] += a * as[i] + b * bs[i] + c * cs[i] + d * ds[i];
    }
  }

  private static void fold(float[] sum, float[] sum1, float[] sum2, float[] sum3, int size) {
    for (int i = 0; i < size; i++) {
      sum[i] = sum[i] + sum1[i] + (sum2[i] + sum3[i]);
    }
  }

  /**
   * The product of two directions, to the bit as {@link #times} has it.
   *
   * @param quarters a fourth of a direction's length, overwritten
   */
  static float product(float[] a, float[] b, float[] quarters) {
    int quarter = quarters.length;
    int half = 2 * quarter;
    int most = 3 * quarter;
    for (int i = 0; i < quarter; i++) {
      quarters[i] = a[i] * b[i] + a[i + quarter] * b[i + quarter] + a[i + half] * b[i + half] + a[i + most] * b[i + most];
    }
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < quarter; i += SUMS) {
      sum0 += quarters[i];
      sum1 += quarters[i + 1];
      sum2 += quarters[i + 2];
      sum3 += quarters[i + 3];
    }
    sum0 += i < quarter ? quarters[i] : 0;
    sum1 += i + 1 < quarter ? quarters[i + 1] : 0;
    sum2 += i + 2 < quarter ? quarters[i + 2] : 0;
    for (int rest = 4 * quarter; rest < a.length; rest++) {
      sum0 += a[rest] * b[rest];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
