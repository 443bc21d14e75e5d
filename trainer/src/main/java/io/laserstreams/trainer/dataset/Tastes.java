package io.laserstreams.trainer.dataset;

import java.util.HashMap;
import java.util.Map;

/**
 * Knowledge about users where no language model wrote any: the mean of the knowledge vectors of the items that a user liked, made anew
 * after every eighth interaction, as a language model would be asked now and then. It is based on interactions of the past alone.
 */
final class Tastes {
  static final int INTERACTIONS_BETWEEN = 8;

  private final Map<String, float[]> items;
  private final Map<String, Taste> tastes = new HashMap<>();

  /** @param items knowledge vectors by item id; empty for users without knowledge */
  Tastes(Map<String, float[]> items) {
    this.items = items;
  }

  /** The user's vector as of the interactions so far, of unit length; null where nothing is known yet. */
  float[] of(String userId) {
    Taste taste = tastes.get(userId);
    return taste == null ? null : taste.vector;
  }

  void learn(Impression impression) {
    if (items.isEmpty()) {
      return;
    }
    for (Candidate candidate : impression.candidates()) {
      if (candidate.interacted()) {
        tastes.computeIfAbsent(impression.userId(), user -> new Taste()).learn(candidate, items.get(candidate.itemId()));
      }
    }
  }

  private static final class Taste {
    private float[] sum;
    private float[] vector;
    private int interactions;

    void learn(Candidate candidate, float[] item) {
      if (candidate.positive() && item != null) {
        sum = sum == null ? new float[item.length] : sum;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += item[i];
        }
      }
      if (++interactions % INTERACTIONS_BETWEEN == 0 && sum != null) {
        vector = unit(sum);
      }
    }

    private static float[] unit(float[] sum) {
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
}
