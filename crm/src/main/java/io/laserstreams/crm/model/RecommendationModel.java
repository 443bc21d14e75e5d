package io.laserstreams.crm.model;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.EventSearch;

/**
 * A click-through model, written once for training and for serving; {@link Models} makes them by
 * name.
 *
 * <p>It has two parts. The <b>item tower</b> turns an item alone into one row: what it is as a
 * candidate and what it is as a part of a history. The <b>head</b> scores the candidates of slates
 * by their rows, the user, the context and the history.
 *
 * <p>A candidate's logit depends neither on the other candidates of its slate nor on the padding of
 * the history.
 */
public interface RecommendationModel {
  /**
   * The tower's inputs, see {@link io.laserstreams.crm.features.ItemTensors}; {@code known} is [n,
   * 1], {@code taste} null for a model that does not search by it.
   */
  record ItemInput<T>(
      T rows, T categories, T categoryWeights, T fields, T knowledge, T known, T taste) {}

  /**
   * The tower's output.
   *
   * @param asCandidate [n, {@link #candidateWidth}]
   * @param asHistory [n, {@link #historyWidth}]
   * @param asFound [n, {@link #foundWidth}], null where the model does not search
   * @param forSearch [n, {@link EventSearch#width}], null where the model does not search
   */
  record ItemRows<T>(T asCandidate, T asHistory, T asFound, T forSearch) {}

  /**
   * The head's user inputs, see {@link io.laserstreams.crm.features.HeadTensors}; {@code known} is
   * [s, 1].
   */
  record UserInput<T>(
      T fields, T values, T gaps, T positions, T mask, T share, T knowledge, T known) {}

  /**
   * Events found for each candidate, see {@link io.laserstreams.crm.features.FoundTensors}; {@code
   * rows} is [s, n, k, {@link #foundWidth}].
   */
  record FoundInput<T>(T rows, T values, T gaps, T mask, T share, T scores) {}

  /**
   * Streaming features, see {@link io.laserstreams.crm.features.StreamingTensors}.
   *
   * @param ofUser [s, {@link FeatureSpec#streamingOfUser}], null where that is 0
   * @param ofCandidate [s, n, {@link FeatureSpec#streamingOfCandidate}], null where that is 0
   */
  record StreamingInput<T>(T ofUser, T ofCandidate) {}

  /** Which model it is. */
  ModelChoice choice();

  /** What it reads. */
  FeatureSpec spec();

  /** How wide it is. */
  ModelShape shape();

  /** Numbers of an item's row as a candidate. */
  int candidateWidth();

  /** Numbers of an item's row as a part of a history. */
  int historyWidth();

  /** Numbers of an item's row as a part of what was found, 0 where the model does not search. */
  int foundWidth();

  /** How it searches the history for each candidate, null where it does not. */
  EventSearch search();

  /**
   * Numbers of an item's row: as a candidate, as a part of a history and of what was found, for a
   * search.
   */
  default int rowWidth() {
    return candidateWidth()
        + historyWidth()
        + foundWidth()
        + (search() == null ? 0 : search().width());
  }

  /** The item tower. */
  <T> ItemRows<T> items(Ops<T> ops, ItemInput<T> in);

  /**
   * The head: logits [s, n] of s slates with n candidates and histories of length h.
   *
   * @param candidates rows [s, n, candidateWidth]
   * @param history rows [s, h, historyWidth]
   * @param found what was found for each candidate, null where the model does not search
   * @param streaming streaming features, null where the model reads none
   */
  <T> T logits(
      Ops<T> ops,
      UserInput<T> user,
      T candidates,
      T history,
      FoundInput<T> found,
      StreamingInput<T> streaming);
}
