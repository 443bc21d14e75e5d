package io.laserstreams.crm.model;

import io.laserstreams.crm.model.RecommendationModel.FoundInput;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.model.RecommendationModel.StreamingInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.SearchKind;
import org.jspecify.annotations.Nullable;

/** What one paper's model adds to the parts that all models share, see {@link SharedParts}. */
interface Backbone {
  /**
   * What the head reads.
   *
   * @param user the user's inputs
   * @param profile [s, 1, {@link SharedParts#profileWidth}]; null if that is 0
   * @param item the candidates' representations [s, n, {@link SharedParts#targetWidth}]
   * @param candidate the output of {@link Backbone#candidate} for them [s, n, candidateWidth]; null
   *     if that is 0
   * @param events the output of {@link Backbone#event} for the history's items [s, h, eventWidth]
   * @param found the events found for each candidate, their rows the output of {@link
   *     Backbone#foundEvent}; null if the model does not search
   * @param streaming streaming features; null if the model reads none
   */
  record HeadInput<T>(
      UserInput<T> user,
      @Nullable T profile,
      T item,
      @Nullable T candidate,
      T events,
      @Nullable FoundInput<T> found,
      @Nullable StreamingInput<T> streaming) {}

  /** Numbers that the item tower adds to a candidate's representation; 0 if it adds none. */
  default int candidateWidth() {
    return 0;
  }

  /** Numbers that the item tower keeps of an item of the history. */
  int eventWidth();

  /**
   * What the item tower adds to candidates; called only if {@link #candidateWidth} is not 0.
   *
   * @param in what the item tower reads
   * @param item the candidates' representations [n, targetWidth]
   * @return [n, candidateWidth]
   */
  default <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    throw new IllegalStateException("the model adds nothing to a candidate");
  }

  /**
   * What the item tower keeps of items of a history.
   *
   * @param item their representations [n, {@link SharedParts#historyWidth}]
   * @return [n, eventWidth]
   */
  <T> T event(Ops<T> ops, T item);

  /** Numbers that the item tower keeps of the item of a found event; 0 without a search. */
  default int foundWidth() {
    return 0;
  }

  /** Those numbers [n, foundWidth], as {@link #event}; called only if the model searches. */
  default <T> T foundEvent(Ops<T> ops, T item) {
    throw new IllegalStateException("the model does not search");
  }

  /** How the history is searched for each candidate; null for no search. */
  default @Nullable SearchKind search() {
    return null;
  }

  /** Numbers by which a search matches items and candidates; 0 without a search. */
  default int searchWidth() {
    return 0;
  }

  /** Those numbers [n, searchWidth]; called only if the model searches. */
  default <T> T searchPart(Ops<T> ops, ItemInput<T> in, SharedParts.Items<T> items) {
    throw new IllegalStateException("the model does not search");
  }

  /** Logits [s, n]. */
  <T> T logits(Ops<T> ops, HeadInput<T> in);
}
