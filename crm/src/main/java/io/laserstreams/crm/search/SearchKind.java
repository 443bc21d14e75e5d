package io.laserstreams.crm.search;

import io.laserstreams.crm.ops.Products;

/**
 * What makes an event worth finding for a candidate, told from the search parts of two item rows.
 */
public enum SearchKind {
  /**
   * Common categories (SIM's hard search, Pi et al. 2020): the cosine of the two sets. The part has
   * the category rows; 0 stands for none and for an unknown one.
   */
  CATEGORY {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      int size = ids(candidate, from, to);
      int otherSize = ids(event, from, to);
      int common = 0;
      for (int i = from; i < from + size; i++) {
        for (int j = from; j < from + otherSize; j++) {
          common += candidate[i] == event[j] && candidate[i] != 0 ? 1 : 0;
        }
      }
      return common == 0 ? NOTHING : (float) (common / Math.sqrt((double) size * otherSize));
    }
  },
  /**
   * Cosine of the knowledge vectors (ReLLa's semantic user behaviour retrieval, Lin et al. 2024);
   * zeros stand for none.
   */
  KNOWLEDGE {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      float cosine = Products.dot(candidate, from, event, from, to - from);
      return cosine == 0 ? NOTHING : cosine;
    }
  },
  /**
   * How far the values of the two items vary together from user to user, {@link
   * io.laserstreams.crm.streaming.factors.FittedFactors#taste}: what was rated like the candidate.
   * Zeros stand for nothing known.
   */
  TASTE {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      float together = Products.dot(candidate, from, event, from, to - from);
      return together == 0 ? NOTHING : together;
    }
  },
  /**
   * Product of a learnt query, the first half of the part, and a learnt key, the second (SIM's soft
   * search). Rounded, so that two events of one item stay alike although the same row, computed in
   * other company, may differ in its last bits.
   */
  SOFT {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      int half = (to - from) / 2;
      return Math.round(Products.dot(candidate, from, event, from + half, half) * STEPS) / STEPS;
    }
  };

  private static final float STEPS = 1 << 10;

  /** Score of what is not to be found. */
  static final float NOTHING = Float.NEGATIVE_INFINITY;

  /** How much an event matters; the parts are from {@code from} to {@code to} of the rows. */
  abstract float score(float[] candidate, float[] event, int from, int to);

  /** How many places of a part are in use: an item's categories come first. */
  private static int ids(float[] row, int from, int to) {
    int end = to;
    while (end > from && row[end - 1] == 0) {
      end--;
    }
    return end - from;
  }
}
