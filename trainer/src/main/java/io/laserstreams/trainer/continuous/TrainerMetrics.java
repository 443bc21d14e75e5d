package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.metrics.SharedMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** The trainer's metrics. */
public final class TrainerMetrics {
  private final MeterRegistry registry;
  private final Counter samples;
  private final Counter incomplete;
  private final Counter releases;
  private final Counter refusals;
  private final Counter failures;
  private final Timer rounds;
  private final AtomicReference<Double> trainLoss = new AtomicReference<>(Double.NaN);
  private final AtomicReference<Double> auc = new AtomicReference<>(Double.NaN);
  private final AtomicReference<Double> logLoss = new AtomicReference<>(Double.NaN);
  private final AtomicReference<Double> lag = new AtomicReference<>(Double.NaN);

  public TrainerMetrics(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry is null");
    samples = counter(ContinuousTrainer.SAMPLES, "Samples consumed, one a slate");
    incomplete =
        counter(
            "laser.trainer.samples.incomplete",
            "Samples that lack a streaming feature that the model reads; its mean is used instead");
    releases = counter("laser.trainer.releases", "Models released");
    refusals = counter("laser.trainer.refusals", "Candidates that were evaluated and not released");
    failures =
        counter(
            "laser.trainer.failures",
            "Failures after which training restarted from the newest checkpoint");
    rounds =
        Timer.builder("laser.trainer.round")
            .description("Time of a round: training, evaluation, release, checkpoint")
            .register(registry);
    gauge(
        "laser.trainer.loss",
        "Mean log loss of the last round's batches, each before its step",
        trainLoss);
    gauge("laser.trainer.evaluation.auc", "The last candidate's AUC on the slice held back", auc);
    gauge(
        "laser.trainer.evaluation.log.loss",
        "The last candidate's log loss on the slice held back",
        logLoss);
    gauge(
        "laser.trainer.lag",
        "Samples between the trainer's position and the end of the topic",
        lag);
  }

  /** Registers the gauges of the catalogue. */
  void catalogue(ItemCatalogue catalogue) {
    SharedMeters.catalog(registry, catalogue, ItemCatalogue::size, ItemCatalogue::refused);
  }

  void sample() {
    samples.increment();
  }

  /** A sample lacks a feature that the model reads. */
  void incomplete() {
    incomplete.increment();
  }

  void released() {
    releases.increment();
  }

  void refused() {
    refusals.increment();
  }

  void failed() {
    failures.increment();
  }

  void trained(double loss) {
    trainLoss.set(loss);
  }

  void round(Duration time) {
    rounds.record(time);
  }

  void evaluated(SliceScore score) {
    auc.set(score.auc());
    logLoss.set(score.logLoss());
  }

  void lag(long records) {
    lag.set((double) records);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private void gauge(String name, String description, AtomicReference<Double> value) {
    Gauge.builder(name, value, AtomicReference::get).description(description).register(registry);
  }
}
