package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.Neighbours;
import java.util.Arrays;

/** Selects the numbers of the largest magnitude. */
final class LargestMagnitudes {
  private LargestMagnitudes() {}

  /** Up to {@code max} nonzero numbers, by falling magnitude, then by rising index. */
  static Neighbours of(float[] numbers, int max) {
    long[] keys = new long[numbers.length];
    int found = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0) {
        keys[found++] = ((long) -Float.floatToIntBits(Math.abs(numbers[i])) << 32) | i;
      }
    }
    Arrays.sort(keys, 0, found);
    int[] rows = new int[Math.min(max, found)];
    float[] strengths = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (int) keys[i];
      strengths[i] = numbers[rows[i]];
    }
    return new Neighbours(rows, strengths);
  }
}
