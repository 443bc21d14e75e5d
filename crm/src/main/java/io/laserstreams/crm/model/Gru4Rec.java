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
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    int units = eventWidth();
    T states =
        ops.gru(
            events.vectors(ops, scene.user(), scene.events()),
            ops.parameter("gru.input.weight", GLOROT, units, 3 * units),
            ops.parameter("gru.input.bias", ZERO, 3 * units),
            ops.parameter("gru.state.weight", GLOROT, units, 3 * units),
            ops.parameter("gru.state.bias", ZERO, 3 * units),
            units);
    return parts.logits(ops, scene, events.newest(ops, scene.user(), states), units, null, 0);
  }
}
