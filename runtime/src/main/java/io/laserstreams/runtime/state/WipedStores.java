package io.laserstreams.runtime.state;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts local state that was deleted because its files were damaged, to be restored from Kafka.
 */
public final class WipedStores {
  /** The counter, by store. */
  public static final String METRIC = "laser.stores.wiped";

  private WipedStores() {}

  public static void count(MeterRegistry registry, String store) {
    Counter.builder(METRIC)
        .description(
            "Local state that was deleted because its files were damaged, to be restored from"
                + " Kafka")
        .tag("store", store)
        .register(registry)
        .increment();
  }
}
