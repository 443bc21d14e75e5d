package io.laserstreams.trainer.torch;

import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.features.UserFeatures;
import java.util.List;

/**
 * One slate to learn from: what was known when it was served, and what came of it.
 *
 * <p>Where the same item comes up several times in a batch, the same {@code ItemFeatures} object should stand for it: each object
 * goes through the item tower once.
 *
 * @param user the user, the context and the history
 * @param historyItems the items of {@code user.history()}, parallel to it
 * @param candidates the candidates that were shown, at least one
 * @param labels 1 for a positive candidate, 0 for a negative one, parallel to {@code candidates}
 */
public record Slate(UserFeatures user, List<ItemFeatures> historyItems, List<ItemFeatures> candidates, float[] labels) {
  public Slate {
    if (historyItems.size() != user.history().size()) {
      throw new IllegalArgumentException(
          "there are %d history items for %d events".formatted(historyItems.size(), user.history().size()));
    }
    if (candidates.isEmpty() || candidates.size() != labels.length) {
      throw new IllegalArgumentException("there are %d labels for %d candidates".formatted(labels.length, candidates.size()));
    }
  }
}
