package io.laserstreams.crm.model;

import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;

/**
 * The newest events as {@link EventAttention} reads them: target attention that knows rating, age
 * and place of each.
 */
record TargetAttention(SharedParts parts, EventAttention attention) implements Backbone {
  TargetAttention(SharedParts parts) {
    this(parts, new EventAttention(parts, "item", "event", false));
  }

  @Override
  public int candidateWidth() {
    return attention.candidateWidth();
  }

  @Override
  public int eventWidth() {
    return attention.eventWidth();
  }

  @Override
  public <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    return attention.candidate(ops, item);
  }

  @Override
  public <T> T event(Ops<T> ops, T item) {
    return attention.event(ops, item);
  }

  @Override
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    var newest = attention.newest(ops, scene.user(), scene.candidate(), scene.events());
    return parts.logits(
        ops,
        scene,
        newest.pooled(),
        attention.pooledWidth(),
        newest.attended(),
        attention.attendedWidth());
  }
}
