package io.laserstreams.scoring.slate;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.scoring.features.ServedFeatures;
import io.laserstreams.scoring.model.ItemRow;
import java.util.List;

/**
 * The candidates of one slate with their logits, in the order given.
 *
 * @param items the candidates' ids
 * @param rows what the model saw of each, or without a model whether it is known
 * @param logits finite
 * @param history the events that the score used, or that a sample without a model gets, oldest
 *     first
 * @param vectorUsed whether the score used a vector of the user
 * @param features streaming features, null where the model reads none
 * @param modelVersion null without a model
 * @param modelStarted {@link System#nanoTime} when the model call began
 * @param modelEnded {@link System#nanoTime} when it ended
 */
record ScoredItems(
    List<String> items,
    List<ItemRow> rows,
    float[] logits,
    List<HistoryEvent> history,
    boolean vectorUsed,
    ServedFeatures features,
    String modelVersion,
    long modelStarted,
    long modelEnded) {
  int size() {
    return items.size();
  }

  boolean byModel() {
    return modelVersion != null;
  }
}
