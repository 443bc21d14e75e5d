package io.laserstreams.scoring.sample;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.WindowClose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of joining served slates with feedback. */
public final class SampleMetrics {
  final Counter nothingShown;
  final Counter closedEarly;
  final Counter forgottenEarly;
  final Counter unknownImpressions;
  final Counter early;
  final Counter unservedItems;
  private final Map<WindowClose, Counter> samples = new EnumMap<>(WindowClose.class);
  private final Map<InteractionKind, Counter> late = new EnumMap<>(InteractionKind.class);

  public SampleMetrics(MeterRegistry registry) {
    nothingShown =
        Counter.builder("laser.samples.nothing.shown")
            .description("Slates whose window closed before any candidate was shown: no sample")
            .register(registry);
    closedEarly =
        Counter.builder("laser.samples.closed.early")
            .description(
                "Attribution windows closed before their end because the user had too many open")
            .register(registry);
    forgottenEarly =
        Counter.builder("laser.impressions.forgotten.early")
            .description(
                "Impressions forgotten before their time because the partition had too many")
            .register(registry);
    unknownImpressions = ignored(registry, "unknown-impression");
    early =
        Counter.builder("laser.early.interactions")
            .description(
                "Interactions that came before the impression that they name, and were joined when"
                    + " it came")
            .register(registry);
    unservedItems = ignored(registry, "item-not-in-slate");
    for (WindowClose close : WindowClose.values()) {
      samples.put(
          close,
          Counter.builder("laser.samples")
              .description("Training samples written")
              .tag("closed_by", word(close))
              .register(registry));
    }
    for (InteractionKind kind : InteractionKind.values()) {
      late.put(
          kind,
          Counter.builder("laser.late.interactions")
              .tag("kind", word(kind))
              .description(
                  "Interactions with an impression whose attribution window was closed: in the"
                      + " history, but in no sample")
              .register(registry));
    }
  }

  Counter samples(WindowClose close) {
    return requireNonNull(samples.get(close), "no counter of the close");
  }

  Counter late(InteractionKind kind) {
    return requireNonNull(late.get(kind), "no counter of the kind");
  }

  private static Counter ignored(MeterRegistry registry, String reason) {
    return Counter.builder("laser.unattributed.interactions")
        .tag("reason", reason)
        .description("Interactions that name an impression but could not be joined to it")
        .register(registry);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
