package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slate as it was scored, read from the log.
 *
 * @param user the user, the context and the history as served
 * @param historyItems the history's items, parallel to {@code user.history()}
 * @param candidates the candidates' items
 * @param streaming the streaming features as served; null for a model that reads none
 * @param logits as logged, parallel to {@code candidates}
 */
public record LoggedSlate(
    UserFeatures user,
    List<ItemFeatures> historyItems,
    List<ItemFeatures> candidates,
    @Nullable StreamingValues streaming,
    List<Float> logits) {
  public LoggedSlate {
    requireNonNull(user, "user is null");
    historyItems = List.copyOf(historyItems);
    candidates = List.copyOf(candidates);
    logits = List.copyOf(logits);
    if (historyItems.size() != user.history().size() || logits.size() != candidates.size()) {
      throw new IllegalArgumentException(
          "there are %d items for %d events, and %d logits for %d candidates"
              .formatted(
                  historyItems.size(), user.history().size(), logits.size(), candidates.size()));
    }
  }
}
