package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.ZERO;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import java.util.List;

/**
 * DIN (Zhou et al. 2018): a small network, the activation unit, weighs each event for each
 * candidate, and the user's interest is the weighted sum of the events, without a softmax. The
 * unit's first layer reads event, candidate and their product: the part of the event is computed
 * once for each event, that of the candidate once for each item. Its activation is the PReLU.
 */
record Din(SharedParts parts, Events events) implements EventBackbone {
  /** Hidden units of the activation unit, as in the paper. */
  private static final int UNITS = 36;

  Din(SharedParts parts) {
    this(parts, new Events(parts));
  }

  /**
   * The candidate in the space of the events, and its part of the activation unit's first layer.
   */
  @Override
  public int candidateWidth() {
    return eventWidth() + UNITS;
  }

  @Override
  public <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    T query = Layers.linear(ops, "item.query", item, parts.targetWidth(), eventWidth());
    return ops.concat(
        List.of(query, Layers.dense(ops, "unit.candidate", query, eventWidth(), UNITS)));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    T candidates = requireNonNull(in.candidate(), "candidate is null");
    T interest = interest(ops, in.user(), candidates, in.events());
    return parts.logits(ops, in, null, 0, interest, eventWidth());
  }

  /**
   * The user's interest in each candidate, [s, n, eventWidth], computed from the candidate and
   * event parts of the item rows.
   */
  <T> T interest(Ops<T> ops, UserInput<T> user, T candidates, T rows) {
    T x = events.vectors(ops, user, rows);
    List<T> candidate = ops.split(candidates, eventWidth(), UNITS);
    T each = ops.unsqueeze(x, 1);
    T product = ops.multiply(each, ops.unsqueeze(candidate.get(0), 2));
    T first = Layers.linear(ops, "unit.product", product, eventWidth(), UNITS);
    first = ops.add(first, ops.unsqueeze(candidate.get(1), 2));
    first =
        ops.add(first, ops.unsqueeze(Layers.linear(ops, "unit.event", x, eventWidth(), UNITS), 1));
    T weights = ops.squeeze(Layers.dense(ops, "unit.weight", prelu(ops, first), UNITS, 1), 3);
    weights = ops.multiply(weights, ops.unsqueeze(user.mask(), 1));
    return ops.matmul(weights, x);
  }

  /** The slope below zero is initialised to a quarter (He et al. 2015). */
  private static <T> T prelu(Ops<T> ops, T x) {
    T slope = ops.affine(ops.parameter("unit.slope", ZERO, UNITS), 1, 0.25f);
    T below = ops.multiply(ops.relu(ops.affine(x, -1, 0)), slope);
    return ops.add(ops.relu(x), ops.affine(below, -1, 0));
  }
}
