package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;

/**
 * Target attention over the newest events by {@link EventAttention}, which depends on the rating,
 * age and position of each.
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
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    var newest =
        attention.newest(
            ops, in.user(), requireNonNull(in.candidate(), "candidate is null"), in.events());
    return parts.logits(
        ops,
        in,
        newest.pooled(),
        attention.pooledWidth(),
        newest.attended(),
        attention.attendedWidth());
  }
}
