package io.laserstreams.crm.model;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.EventSearch;
import org.jspecify.annotations.Nullable;

/**
 * A click-through model, written once for training and for serving; {@link Models} creates them by
 * name.
 *
 * <p>It has two parts. The <b>item tower</b> turns an item alone into one row: a part for the item
 * as a candidate and a part for the item in a history. The <b>head</b> scores the candidates of
 * slates by their rows, the user, the context and the history.
 *
 * <p>A candidate's logit depends neither on the other candidates of its slate nor on the padding of
 * the history.
 */
public interface RecommendationModel {
  /**
   * The tower's inputs, see {@link io.laserstreams.crm.features.ItemTensors}; those that the model
   * does not read are null. {@code known} is [n, 1].
   */
  record ItemInput<T>(
      T rows,
      @Nullable T categories,
      @Nullable T categoryWeights,
      @Nullable T fields,
      @Nullable T knowledge,
      @Nullable T known,
      @Nullable T taste) {}

  /**
   * The tower's output.
   *
   * @param asCandidate [n, {@link #candidateWidth}]
   * @param asHistory [n, {@link #historyWidth}]
   * @param asFound [n, {@link #foundWidth}]; null if the model does not search
   * @param forSearch [n, {@link EventSearch#width}]; null if the model does not search
   */
  record ItemRows<T>(T asCandidate, T asHistory, @Nullable T asFound, @Nullable T forSearch) {}

  /**
   * The head's user inputs, see {@link io.laserstreams.crm.features.HeadTensors}; those that the
   * model does not read are null. {@code known} is [s, 1].
   */
  record UserInput<T>(
      @Nullable T fields,
      T values,
      T gaps,
      T positions,
      T mask,
      T share,
      @Nullable T knowledge,
      @Nullable T known) {}

  /**
   * Events found for each candidate, see {@link io.laserstreams.crm.features.FoundTensors}; {@code
   * rows} is [s, n, k, {@link #foundWidth}].
   */
  record FoundInput<T>(T rows, T values, T gaps, T mask, T share, T scores) {}

  /**
   * Streaming features, see {@link io.laserstreams.crm.features.StreamingTensors}.
   *
   * @param ofUser [s, {@link FeatureSpec#streamingOfUser}]; null if that is 0
   * @param ofCandidate [s, n, {@link FeatureSpec#streamingOfCandidate}]; null if that is 0
   */
  record StreamingInput<T>(@Nullable T ofUser, @Nullable T ofCandidate) {}

  /** Which model it is. */
  ModelChoice choice();

  /** What it reads. */
  FeatureSpec spec();

  /** How wide it is. */
  ModelShape shape();

  /** Width of an item's row as a candidate. */
  int candidateWidth();

  /** Width of an item's row in a history. */
  int historyWidth();

  /** Width of an item's row in found events, 0 if the model does not search. */
  int foundWidth();

  /** How it searches the history for each candidate; null if it does not. */
  @Nullable EventSearch search();

  /**
   * Width of an item's row: as a candidate, in a history and in found events, and for the search.
   */
  default int rowWidth() {
    EventSearch search = search();
    return candidateWidth() + historyWidth() + foundWidth() + (search == null ? 0 : search.width());
  }

  /** The item tower. */
  <T> ItemRows<T> items(Ops<T> ops, ItemInput<T> in);

  /**
   * The head: logits [s, n] of s slates with n candidates and histories of length h.
   *
   * @param candidates rows [s, n, candidateWidth]
   * @param history rows [s, h, historyWidth]
   * @param found the events found for each candidate; null if the model does not search
   * @param streaming streaming features; null if the model reads none
   */
  <T> T logits(
      Ops<T> ops,
      UserInput<T> user,
      T candidates,
      T history,
      @Nullable FoundInput<T> found,
      @Nullable StreamingInput<T> streaming);
}
