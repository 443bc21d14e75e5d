package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.List;

/**
 * A slate as it was scored, from the log.
 *
 * @param user the user, the context and the history as served
 * @param historyItems what the history's items are, parallel to {@code user.history()}
 * @param candidates what the candidates are
 * @param streaming the streaming features as served, null for a model that reads none
 * @param logits as they were logged, parallel to {@code candidates}
 */
public record LoggedSlate(
    UserFeatures user,
    List<ItemFeatures> historyItems,
    List<ItemFeatures> candidates,
    StreamingValues streaming,
    List<Float> logits) {
  public LoggedSlate {
    requireNonNull(user, "user is null");
    historyItems = List.copyOf(historyItems);
    candidates = List.copyOf(candidates);
    logits = List.copyOf(logits);
    if (historyItems.size() != user.history().size() || logits.size() != candidates.size()) {
      throw new IllegalArgumentException(
          "there are %d items of %d events, and %d logits of %d candidates"
              .formatted(
                  historyItems.size(), user.history().size(), logits.size(), candidates.size()));
    }
  }
}
