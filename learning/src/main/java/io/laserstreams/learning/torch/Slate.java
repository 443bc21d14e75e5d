package io.laserstreams.learning.torch;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slate to learn from: the features when it was served, and its outcome.
 *
 * <p>An item that occurs several times in a batch should be the same {@code ItemFeatures} object
 * each time: each object goes through the item tower once.
 *
 * @param user the user, the context and the history
 * @param historyItems the items of {@code user.history()}, parallel to it
 * @param candidates shown, at least one
 * @param labels 1 for a positive candidate, 0 for a negative one, parallel to {@code candidates}
 * @param weights weights of the candidates in the loss, positive, parallel to {@code candidates}
 * @param streaming streaming features, null if the model reads none
 */
public record Slate(
    UserFeatures user,
    List<ItemFeatures> historyItems,
    List<ItemFeatures> candidates,
    float[] labels,
    float[] weights,
    @Nullable StreamingValues streaming) {
  /** A slate without streaming features. */
  public Slate(
      UserFeatures user,
      List<ItemFeatures> historyItems,
      List<ItemFeatures> candidates,
      float[] labels,
      float[] weights) {
    this(user, historyItems, candidates, labels, weights, null);
  }

  /** A copy with these streaming features, null for none. */
  public Slate with(@Nullable StreamingValues values) {
    return new Slate(user, historyItems, candidates, labels, weights, values);
  }

  /** A slate whose candidates have equal weight. */
  public Slate(
      UserFeatures user,
      List<ItemFeatures> historyItems,
      List<ItemFeatures> candidates,
      float[] labels) {
    this(user, historyItems, candidates, labels, ones(labels.length));
  }

  public Slate {
    if (historyItems.size() != user.history().size()) {
      throw new IllegalArgumentException(
          "there are %d history items for %d events"
              .formatted(historyItems.size(), user.history().size()));
    }
    if (candidates.isEmpty()
        || candidates.size() != labels.length
        || candidates.size() != weights.length) {
      throw new IllegalArgumentException(
          "there are %d labels and %d weights for %d candidates"
              .formatted(labels.length, weights.length, candidates.size()));
    }
    if (streaming != null && streaming.ofCandidates().length != candidates.size()) {
      throw new IllegalArgumentException(
          "there are streaming features of %d of %d candidates"
              .formatted(streaming.ofCandidates().length, candidates.size()));
    }
  }

  private static float[] ones(int size) {
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    return ones;
  }
}
