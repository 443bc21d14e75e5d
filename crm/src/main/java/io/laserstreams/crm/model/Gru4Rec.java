package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.GLOROT;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.ops.Ops;

/**
 * GRU4Rec (Hidasi et al. 2016): gated recurrent units read the history; their state after the
 * newest event joins the dense layers.
 */
record Gru4Rec(SharedParts parts, Events events) implements EventBackbone {
  Gru4Rec(SharedParts parts) {
    this(parts, new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    int units = eventWidth();
    T states =
        ops.gru(
            events.vectors(ops, in.user(), in.events()),
            ops.parameter("gru.input.weight", GLOROT, units, 3 * units),
            ops.parameter("gru.input.bias", ZERO, 3 * units),
            ops.parameter("gru.state.weight", GLOROT, units, 3 * units),
            ops.parameter("gru.state.bias", ZERO, 3 * units),
            units);
    return parts.logits(ops, in, events.newest(ops, in.user(), states), units, null, 0);
  }
}
