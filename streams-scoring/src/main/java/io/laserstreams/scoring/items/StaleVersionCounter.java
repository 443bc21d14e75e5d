package io.laserstreams.scoring.items;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts ignored versions, which arrived after a newer one. */
public final class StaleVersionCounter {
  private StaleVersionCounter() {}

  /**
   * @param of what the versions are of, for example {@code item}
   */
  public static Counter counter(String of, MeterRegistry registry) {
    return Counter.builder("laser.stale.versions")
        .tag("of", of)
        .description("Versions that arrived after a newer one and changed nothing")
        .register(registry);
  }
}
