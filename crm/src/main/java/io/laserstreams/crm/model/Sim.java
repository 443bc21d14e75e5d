package io.laserstreams.crm.model;

import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.SearchKind;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SIM (Pi et al. 2020): of a long history the events that matter for a candidate are found first,
 * then attention weighs them by item, rating, age and how much they matter (the exact search unit).
 * The newest events are read beside it.
 *
 * <p>Soft search ranks by the product of query and key with which the attention then weighs what
 * was found, so that it learns with the click; the paper trains an auxiliary model for it.
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
      case TASTE -> in.taste();
      case SOFT -> searched.forSearch(ops, items);
    };
  }

  private <T> T categoryRows(Ops<T> ops, ItemInput<T> in) {
    float[] rows = new float[parts.spec().capacity().categories()];
    IntStream.range(0, rows.length).forEach(row -> rows[row] = row);
    return ops.squeeze(ops.gather(ops.constant(rows, rows.length, 1), in.categories()), 2);
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
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    EventAttention newestOnes = recent.attention();
    List<T> candidate =
        ops.split(scene.candidate(), recent.candidateWidth(), searched.candidateWidth());
    var newest = newestOnes.newest(ops, scene.user(), candidate.get(0), scene.events());
    var found = searched.found(ops, scene.found(), candidate.get(1));
    T pair = ops.concat(List.of(newest.attended(), found.attended(), found.pooled()));
    int pairWidth = newestOnes.attendedWidth() + searched.attendedWidth() + searched.pooledWidth();
    return parts.logits(ops, scene, newest.pooled(), newestOnes.pooledWidth(), pair, pairWidth);
  }
}
