package io.laserstreams.scoring.slate;

import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredSlate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;

/** The meters of scoring. */
public final class SlateMetrics {
  private final EnumCounters<ScoreOutcome> scores;
  private final Counter explored;
  private final Counter deadlinesMissed;
  private final Counter unknownItems;
  final Counter unusableVectors;
  final Counter notFinite;
  final Counter stateAhead;
  private final Timer queued;
  private final Timer features;
  private final Timer model;

  public SlateMetrics(MeterRegistry registry) {
    scores =
        EnumCounters.register(
            registry,
            "laser.scores",
            "Impressions answered",
            "outcome",
            EnumSet.allOf(ScoreOutcome.class));
    explored = counter(registry, "laser.slates.explored", "Slates shown in a random order");
    deadlinesMissed =
        counter(registry, "laser.deadlines.missed", "Slates scored after their deadline");
    unknownItems =
        counter(registry, "laser.candidates.unknown", "Candidates that were not in the item table");
    unusableVectors =
        counter(
            registry,
            "laser.user.vectors.unusable",
            "Scores without user knowledge because it has no vector of the encoder and size that"
                + " the model reads");
    notFinite =
        counter(
            registry,
            "laser.logits.not.finite",
            "Logits that were not finite and were replaced with the default");
    stateAhead =
        counter(
            registry,
            "laser.slates.state.ahead",
            "Slates whose streaming features used interactions of the user at or after the"
                + " impression, which came late");
    queued =
        timer(
            registry,
            "laser.slate.queued",
            "From an impression's record time to the start of scoring");
    features = timer(registry, "laser.slate.features", "Reading state and rows for a slate");
    model = timer(registry, "laser.slate.model", "The model call of a slate");
  }

  void count(ScoredSlate slate) {
    scores.increment(slate.getOutcome());
    if (slate.getExplored()) {
      explored.increment();
    }
    if (slate.getDeadlineMissed()) {
      deadlinesMissed.increment();
    }
    long unknown =
        slate.getCandidates().stream().filter(candidate -> !candidate.getKnown()).count();
    unknownItems.increment((double) unknown);
    queued.record(slate.getTimings().getQueued(), TimeUnit.MICROSECONDS);
    features.record(slate.getTimings().getFeatures(), TimeUnit.MICROSECONDS);
    model.record(slate.getTimings().getModel(), TimeUnit.MICROSECONDS);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentiles(0.5, 0.99)
        .distributionStatisticExpiry(Duration.ofMinutes(1))
        .register(registry);
  }
}
