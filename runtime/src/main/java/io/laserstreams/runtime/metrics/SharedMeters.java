package io.laserstreams.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.function.ToDoubleFunction;

/** Measures that several apps take, each with one name in all of them. */
public final class SharedMeters {
  private SharedMeters() {}

  /**
   * Counts versions of something that arrive after a newer one and change nothing.
   *
   * @param of what they are versions of, for example {@code item}
   */
  public static Counter staleVersions(MeterRegistry registry, String of) {
    return Counter.builder("laser.stale.versions")
        .tag("of", of)
        .description("Versions that arrived after a newer one and changed nothing")
        .register(registry);
  }

  /**
   * Counts what becomes of interactions in users' histories.
   *
   * @param outcomes what may become of one
   */
  public static <E extends Enum<E>> EnumCounters<E> historyInteractions(
      MeterRegistry registry, Class<E> outcomes) {
    return EnumCounters.register(
        registry,
        "laser.history.interactions",
        "What became of interactions in the histories",
        "outcome",
        EnumSet.allOf(outcomes));
  }

  /**
   * Shows how full a catalog of items in memory is.
   *
   * @param items how many items it holds
   * @param refused how many records it has not taken because it was full; never decreases
   */
  public static <T> void catalog(
      MeterRegistry registry, T catalog, ToDoubleFunction<T> items, ToDoubleFunction<T> refused) {
    Gauge.builder("laser.catalog.items", catalog, items)
        .description("Items in the app's catalog in memory")
        .register(registry);
    FunctionCounter.builder("laser.catalog.refused", catalog, refused)
        .description("Records about items that the catalog did not take because it is full")
        .register(registry);
  }
}
