package io.laserstreams.runtime.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A counter with a tag for each of an enum's constants, all registered at once, so that each is 0
 * before it first counts. Thread-safe.
 */
public final class EnumCounters<E extends Enum<E>> {
  private final Map<E, Counter> counters;

  private EnumCounters(Map<E, Counter> counters) {
    this.counters = counters;
  }

  /** Registers the counters; the tag's values are the constants' names in lower case. */
  public static <E extends Enum<E>> EnumCounters<E> register(
      MeterRegistry registry, String name, String description, String tag, Set<E> constants) {
    return register(registry, name, description, tag, constants, EnumCounters::lowerCase);
  }

  /**
   * Registers the counters.
   *
   * @param value the tag's value for a constant
   */
  public static <E extends Enum<E>> EnumCounters<E> register(
      MeterRegistry registry,
      String name,
      String description,
      String tag,
      Set<E> constants,
      Function<? super E, String> value) {
    Map<E, Counter> counters = new HashMap<>();
    for (E constant : constants) {
      counters.put(
          constant,
          Counter.builder(name)
              .description(description)
              .tag(tag, value.apply(constant))
              .register(registry));
    }
    return new EnumCounters<>(counters);
  }

  /** A constant's name as a tag has it, for example {@code event_time}. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public void increment(E constant) {
    requireNonNull(counters.get(constant), "constant is not counted").increment();
  }
}
