package io.laserstreams.scoring.join;

import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.WindowClose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;

/** The meters of joining served slates with feedback. */
public final class SampleMetrics {
  final Counter nothingShown;
  final Counter closedEarly;
  final Counter forgottenEarly;
  final Counter unknownImpressions;
  final Counter early;
  final Counter unservedItems;
  final Counter tooMuchFeedback;
  final EnumCounters<WindowClose> samples;
  final EnumCounters<InteractionKind> late;

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
    tooMuchFeedback = ignored(registry, "too-much-feedback");
    samples =
        EnumCounters.register(
            registry,
            "laser.samples",
            "Training samples written",
            "closed_by",
            EnumSet.allOf(WindowClose.class));
    late =
        EnumCounters.register(
            registry,
            "laser.late.interactions",
            "Interactions with an impression whose attribution window was closed: in the history,"
                + " but in no sample",
            "kind",
            EnumSet.allOf(InteractionKind.class));
  }

  private static Counter ignored(MeterRegistry registry, String reason) {
    return Counter.builder("laser.unattributed.interactions")
        .tag("reason", reason)
        .description("Interactions that name an impression but could not be joined to it")
        .register(registry);
  }
}
