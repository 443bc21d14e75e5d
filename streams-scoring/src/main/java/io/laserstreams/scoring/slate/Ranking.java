package io.laserstreams.scoring.slate;

import java.util.Arrays;

/** The model's order of a slate. */
public final class Ranking {
  private Ranking() {}

  /** Indexes of the candidates by falling logit; equal logits keep the given order. */
  public static int[] byLogit(float[] logits) {
    // A single primitive sort: the upper half of a key orders by falling logit, the lower half by
    // rising index.
    long[] keys = new long[logits.length];
    for (int i = 0; i < logits.length; i++) {
      keys[i] = ((long) ~ascending(logits[i]) << 32) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** Indexes of the candidates in the given order, without a model. */
  public static int[] asGiven(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** An int that orders like the float; -0 equals 0. */
  private static int ascending(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return bits ^ ((bits >> 31) & 0x7fffffff);
  }
}
