package io.laserstreams.crm.model;

import io.laserstreams.crm.model.RecommendationModel.FoundInput;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.model.RecommendationModel.StreamingInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.SearchKind;

/** What one paper's model does beyond the parts that all models share, see {@link SharedParts}. */
interface Backbone {
  /**
   * What the head sees.
   *
   * @param user the user's inputs
   * @param profile [s, 1, {@link SharedParts#profileWidth}], null where that is 0
   * @param item the candidates' representations [s, n, {@link SharedParts#targetWidth}]
   * @param candidate what {@link #candidate} made of them [s, n, candidateWidth], null where that
   *     is 0
   * @param events what {@link #event} made of the history's items [s, h, eventWidth]
   * @param found what {@link #foundEvent} made of the items of the events found for each candidate,
   *     null where the model does not search
   * @param streaming streaming features, null where the model reads none
   */
  record Scene<T>(
      UserInput<T> user,
      T profile,
      T item,
      T candidate,
      T events,
      FoundInput<T> found,
      StreamingInput<T> streaming) {}

  /** Numbers that the item tower adds to a candidate's representation, 0 where it adds nothing. */
  default int candidateWidth() {
    return 0;
  }

  /** Numbers that the item tower keeps of an item of the history. */
  int eventWidth();

  /**
   * What the item tower adds to candidates.
   *
   * @param in what the item tower reads
   * @param item the candidates' representations [n, targetWidth]
   * @return [n, candidateWidth]; not called where that is 0
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

  /**
   * Numbers that the item tower keeps of an item of an event that was found, 0 where there is no
   * search.
   */
  default int foundWidth() {
    return 0;
  }

  /** Those numbers [n, foundWidth], as {@link #event}; not called where there is no search. */
  default <T> T foundEvent(Ops<T> ops, T item) {
    throw new IllegalStateException("the model does not search");
  }

  /** How the history is searched for each candidate, null where it is not. */
  default SearchKind search() {
    return null;
  }

  /** Numbers by which items and candidates are matched in a search, 0 where there is none. */
  default int searchWidth() {
    return 0;
  }

  /** Those numbers [n, searchWidth]; not called where there is no search. */
  default <T> T searchPart(Ops<T> ops, ItemInput<T> in, SharedParts.Items<T> items) {
    throw new IllegalStateException("the model does not search");
  }

  /** Logits [s, n]. */
  <T> T logits(Ops<T> ops, Scene<T> scene);
}
