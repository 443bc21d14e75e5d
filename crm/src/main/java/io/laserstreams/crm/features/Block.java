package io.laserstreams.crm.features;

import java.util.Arrays;
import java.util.List;

/**
 * Vectors side by side, component by component, so that a processor multiplies a component of
 * another vector with those of eight vectors at a time: the just-in-time compiler vectorises these
 * loops. Filling a block costs about as much as multiplying two vectors with those in it one by
 * one. A vector's results do not depend on the others in the block.
 */
public final class Block {
  private static final int SUMS = 4;

  private final float[][] components;
  private final float[][] sums;
  private final int size;

  private Block(int size, int components) {
    this.components = new float[components][size];
    this.sums = new float[SUMS][size];
    this.size = size;
  }

  /** A block of these vectors, at least one. */
  public static Block of(List<float[]> vectors) {
    var block = new Block(vectors.size(), vectors.get(0).length);
    int i = 0;
    for (; i + 3 < block.size; i += 4) {
      block.put(i, vectors.get(i), vectors.get(i + 1), vectors.get(i + 2), vectors.get(i + 3));
    }
    for (; i < block.size; i++) {
      float[] vector = vectors.get(i);
      for (int c = 0; c < block.components.length; c++) {
        block.components[c][i] = vector[c];
      }
    }
    return block;
  }

  private void put(int at, float[] first, float[] second, float[] third, float[] fourth) {
    for (int c = 0; c < components.length; c++) {
      float[] component = components[c];
      component[at] = first[c];
      component[at + 1] = second[c];
      component[at + 2] = third[c];
      component[at + 3] = fourth[c];
    }
  }

  /** Products of a vector with each vector of the block; the next results overwrite them. */
  public float[] times(float[] vector) {
    int quarter = components.length / 4;
    for (int s = 0; s < SUMS; s++) {
      Arrays.fill(sums[s], 0, size, 0);
      for (int c = s; c < quarter; c += SUMS) {
        int c1 = c + quarter;
        int c2 = c1 + quarter;
        int c3 = c2 + quarter;
        add(
            sums[s],
            size,
            components[c],
            components[c1],
            components[c2],
            components[c3],
            vector[c],
            vector[c1],
            vector[c2],
            vector[c3]);
      }
    }
    for (int c = 4 * quarter; c < components.length; c++) {
      add(sums[0], size, components[c], vector[c]);
    }
    fold(sums[0], sums[1], sums[2], sums[3], size);
    return sums[0];
  }

  /**
   * Each vector of the block times a symmetric matrix times the vector; the next results overwrite
   * them.
   *
   * @param lowerHalf of the matrix, by rows
   */
  public float[] forms(float[] lowerHalf) {
    float[] forms = sums[0];
    float[] halves = sums[1];
    Arrays.fill(forms, 0, size, 0);
    for (int row = 0, at = 0; row < components.length; row++) {
      Arrays.fill(halves, 0, size, 0);
      int c = 0;
      for (; c + 3 < row; c += 4, at += 4) {
        add(
            halves,
            size,
            components[c],
            components[c + 1],
            components[c + 2],
            components[c + 3],
            lowerHalf[at],
            lowerHalf[at + 1],
            lowerHalf[at + 2],
            lowerHalf[at + 3]);
      }
      for (; c < row; c++, at++) {
        add(halves, size, components[c], lowerHalf[at]);
      }
      form(forms, size, halves, components[row], lowerHalf[at++]);
    }
    return forms;
  }

  private static void add(
      float[] sum,
      int size,
      float[] as,
      float[] bs,
      float[] cs,
      float[] ds,
      float a,
      float b,
      float c,
      float d) {
    for (int i = 0; i < size; i++) {
      sum[i] += Math.fma(a, as[i], Math.fma(b, bs[i], Math.fma(c, cs[i], d * ds[i])));
    }
  }

  private static void add(float[] sum, int size, float[] as, float a) {
    for (int i = 0; i < size; i++) {
      sum[i] = Math.fma(a, as[i], sum[i]);
    }
  }

  private static void form(
      float[] forms, int size, float[] halves, float[] component, float diagonal) {
    for (int i = 0; i < size; i++) {
      forms[i] = Math.fma(component[i], Math.fma(diagonal, component[i], 2 * halves[i]), forms[i]);
    }
  }

  private static void fold(float[] sum, float[] sum1, float[] sum2, float[] sum3, int size) {
    for (int i = 0; i < size; i++) {
      sum[i] = sum[i] + sum1[i] + (sum2[i] + sum3[i]);
    }
  }

  /**
   * The product of two vectors, the same to the bit as that of {@link #times}.
   *
   * @param from where in {@code others} the other vector begins
   * @param quarters working memory, a fourth of a vector's length
   */
  public static float product(float[] vector, float[] others, int from, float[] quarters) {
    int quarter = quarters.length;
    int half = 2 * quarter;
    int threeQuarters = 3 * quarter;
    for (int i = 0; i < quarter; i++) {
      int o = from + i;
      quarters[i] =
          Math.fma(
              vector[i],
              others[o],
              Math.fma(
                  vector[i + quarter],
                  others[o + quarter],
                  Math.fma(
                      vector[i + half],
                      others[o + half],
                      vector[i + threeQuarters] * others[o + threeQuarters])));
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
    for (int rest = 4 * quarter; rest < vector.length; rest++) {
      sum0 = Math.fma(vector[rest], others[from + rest], sum0);
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
