package io.laserstreams.crm.model;

import io.laserstreams.crm.ops.Ops;

/** A backbone that reads the history as {@link Events}. */
interface EventBackbone extends Backbone {
  Events events();

  @Override
  default int eventWidth() {
    return events().width();
  }

  @Override
  default <T> T event(Ops<T> ops, T item) {
    return events().row(ops, item);
  }
}
