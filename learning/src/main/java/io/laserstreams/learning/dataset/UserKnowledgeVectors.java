package io.laserstreams.learning.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Knowledge about users: what a language model wrote before; where none wrote any, the mean of the
 * knowledge vectors of the items that a user liked, made anew after every eighth interaction, as a
 * language model would be asked now and then. It is based on interactions of the past alone.
 */
final class UserKnowledgeVectors {
  static final int INTERACTIONS_BETWEEN = 8;

  private final Map<String, float[]> items;
  private final Map<String, NavigableMap<Long, float[]>> written;
  private final Map<String, Taste> tastes = new HashMap<>();

  /** Of users' texts where there are any, else of what they liked. */
  UserKnowledgeVectors(Knowledge knowledge) {
    this.items = knowledge.ofUsers() && knowledge.users().isEmpty() ? knowledge.items() : Map.of();
    this.written = knowledge.ofUsers() ? knowledge.users() : Map.of();
  }

  /**
   * The user's vector as of the interactions so far and of texts based on events before {@code
   * time}; null where nothing is known.
   */
  float[] of(String userId, long time) {
    if (!written.isEmpty()) {
      NavigableMap<Long, float[]> own = written.get(userId);
      Map.Entry<Long, float[]> newest = own == null ? null : own.lowerEntry(time);
      return newest == null ? null : newest.getValue();
    }
    Taste taste = tastes.get(userId);
    return taste == null ? null : taste.vector;
  }

  void learn(Impression impression) {
    if (items.isEmpty()) {
      return;
    }
    for (Candidate candidate : impression.candidates()) {
      if (candidate.interacted()) {
        tastes
            .computeIfAbsent(impression.userId(), user -> new Taste())
            .learn(candidate, items.get(candidate.itemId()));
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
