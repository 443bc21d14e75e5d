package io.laserstreams.scoring.slate;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.scoring.features.SlateFeatureValues;
import io.laserstreams.scoring.model.ItemRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one slate with their logits, in the order given.
 *
 * @param items the candidates' ids
 * @param rows what the model saw of each candidate, or without a model whether it is known
 * @param logits finite
 * @param history the events that the score used, or that a sample without a model gets, oldest
 *     first
 * @param vectorUsed whether the score used a vector of the user
 * @param features streaming features, null if the model reads none
 */
record ScoredItems(
    List<String> items,
    List<ItemRow> rows,
    float[] logits,
    List<HistoryEvent> history,
    boolean vectorUsed,
    @Nullable SlateFeatureValues features,
    ModelCall call) {
  int size() {
    return items.size();
  }

  boolean byModel() {
    return call.modelVersion() != null;
  }
}
