package io.laserstreams.crm.search;

import io.laserstreams.crm.ops.Products;

/**
 * What makes an event relevant for a candidate, computed from the search parts of their item rows.
 */
public enum SearchKind {
  /**
   * Common categories (SIM's hard search, Pi et al. 2020): the cosine of the two sets. The search
   * part is the category rows; 0 stands for no category and for an unknown one.
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
   * zeros stand for no knowledge.
   */
  KNOWLEDGE {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      float cosine = Products.dot(candidate, from, event, from, to - from);
      return cosine == 0 ? NOTHING : cosine;
    }
  },
  /**
   * Covariance of the two items' values over users, {@link
   * io.laserstreams.crm.streaming.factors.FittedFactors#taste}: events whose items were rated like
   * the candidate. Zeros stand for an unknown taste.
   */
  TASTE {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      float covariance = Products.dot(candidate, from, event, from, to - from);
      return covariance == 0 ? NOTHING : covariance;
    }
  },
  /**
   * Product of a learned query, the first half of the part, and a learned key, the second (SIM's
   * soft search). Rounded, so that two events of one item score the same although an item's row may
   * differ in its last bits from batch to batch.
   */
  SOFT {
    @Override
    float score(float[] candidate, float[] event, int from, int to) {
      int half = (to - from) / 2;
      return Math.round(Products.dot(candidate, from, event, from + half, half) * STEPS) / STEPS;
    }
  };

  private static final float STEPS = 1 << 10;

  /** Score of an event that must not be found. */
  static final float NOTHING = Float.NEGATIVE_INFINITY;

  /** How relevant an event is; the search parts are from {@code from} to {@code to} of the rows. */
  abstract float score(float[] candidate, float[] event, int from, int to);

  /** How many numbers of a search part are in use: an item's categories come first. */
  private static int ids(float[] row, int from, int to) {
    int end = to;
    while (end > from && row[end - 1] == 0) {
      end--;
    }
    return end - from;
  }
}
