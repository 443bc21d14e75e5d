package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.SearchKind;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SIM (Pi et al. 2020): first finds the events of a long history that are relevant for a candidate,
 * then attention weighs them by item, rating, age and relevance (the exact search unit). The newest
 * events are read as well.
 *
 * <p>Soft search ranks by the product of the query and key with which the attention then weighs the
 * events found, so that it is learned from clicks; the paper trains an auxiliary model for it.
 */
record Sim(SharedParts parts, SearchKind kind, TargetAttention recent, EventAttention searched)
    implements Backbone {
  Sim(SharedParts parts, SearchKind kind) {
    this(
        parts,
        kind,
        new TargetAttention(parts),
        new EventAttention(parts, "search", "found", kind != SearchKind.SOFT));
  }

  @Override
  public SearchKind search() {
    return kind;
  }

  @Override
  public int searchWidth() {
    return switch (kind) {
      case CATEGORY -> parts.spec().categoriesPerItem();
      case KNOWLEDGE -> parts.itemSpaceWidth();
      case TASTE -> FittedFactors.TASTE_WIDTH;
      case SOFT -> 2 * parts.shape().keyWidth();
    };
  }

  @Override
  public <T> T searchPart(Ops<T> ops, ItemInput<T> in, SharedParts.Items<T> items) {
    return switch (kind) {
      case CATEGORY -> categoryRows(ops, in);
      case KNOWLEDGE -> parts.itemDirections(ops, in);
      case TASTE -> requireNonNull(in.taste(), "taste is null");
      case SOFT -> searched.forSearch(ops, items);
    };
  }

  private <T> T categoryRows(Ops<T> ops, ItemInput<T> in) {
    float[] rows = new float[parts.spec().capacity().categories()];
    IntStream.range(0, rows.length).forEach(row -> rows[row] = row);
    return ops.squeeze(
        ops.gather(
            ops.constant(rows, rows.length, 1),
            requireNonNull(in.categories(), "categories is null")),
        2);
  }

  @Override
  public int candidateWidth() {
    return recent.candidateWidth() + searched.candidateWidth();
  }

  @Override
  public int eventWidth() {
    return recent.eventWidth();
  }

  @Override
  public int foundWidth() {
    return searched.eventWidth();
  }

  @Override
  public <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    return ops.concat(List.of(recent.candidate(ops, in, item), searched.candidate(ops, item)));
  }

  @Override
  public <T> T event(Ops<T> ops, T item) {
    return recent.event(ops, item);
  }

  @Override
  public <T> T foundEvent(Ops<T> ops, T item) {
    return searched.event(ops, item);
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    EventAttention newestOnes = recent.attention();
    List<T> candidate =
        ops.split(
            requireNonNull(in.candidate(), "candidate is null"),
            recent.candidateWidth(),
            searched.candidateWidth());
    var newest = newestOnes.newest(ops, in.user(), candidate.get(0), in.events());
    var found = searched.found(ops, requireNonNull(in.found(), "found is null"), candidate.get(1));
    T pair = ops.concat(List.of(newest.attended(), found.attended(), found.pooled()));
    int pairWidth = newestOnes.attendedWidth() + searched.attendedWidth() + searched.pooledWidth();
    return parts.logits(ops, in, newest.pooled(), newestOnes.pooledWidth(), pair, pairWidth);
  }
}
