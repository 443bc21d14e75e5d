package io.laserstreams.learning.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge about users as of a time: the newest text that a language model wrote before it; or, if
 * there are no texts, the mean of the knowledge vectors of the items that the user liked,
 * recomputed after every eighth interaction, as a language model would be asked now and then. Both
 * rest on past interactions alone.
 */
final class UserKnowledgeVectors {
  static final int INTERACTIONS_BETWEEN = 8;

  private final boolean derived;
  private final Knowledge knowledge;
  private final Map<String, NavigableMap<Long, float[]>> written;
  private final Map<String, LikedItems> liked = new HashMap<>();

  UserKnowledgeVectors(Knowledge knowledge) {
    this.derived = knowledge.ofUsers() && knowledge.users().isEmpty();
    this.knowledge = knowledge;
    this.written = knowledge.ofUsers() ? knowledge.users() : Map.of();
  }

  /**
   * The user's vector as of the interactions so far and of texts based on events before {@code
   * time}; null if nothing is known.
   */
  float @Nullable [] of(String userId, long time) {
    if (!written.isEmpty()) {
      NavigableMap<Long, float[]> own = written.get(userId);
      Map.Entry<Long, float[]> newest = own == null ? null : own.lowerEntry(time);
      return newest == null ? null : newest.getValue();
    }
    LikedItems own = liked.get(userId);
    return own == null ? null : own.mean;
  }

  void learn(Impression impression) {
    if (!derived) {
      return;
    }
    for (Candidate candidate : impression.candidates()) {
      if (candidate.interacted()) {
        liked
            .computeIfAbsent(impression.userId(), user -> new LikedItems())
            .add(candidate, knowledge.ofItem(candidate.itemId(), impression.time()));
      }
    }
  }

  private static final class LikedItems {
    private final MeanDirection liked = new MeanDirection();

    /** Null until the first is due. */
    private float @Nullable [] mean;

    private int interactions;

    /**
     * @param item the candidate's vector, null if unknown
     */
    void add(Candidate candidate, float @Nullable [] item) {
      if (candidate.positive() && item != null) {
        liked.add(item);
      }
      if (++interactions % INTERACTIONS_BETWEEN == 0) {
        mean = liked.unit();
      }
    }
  }
}
