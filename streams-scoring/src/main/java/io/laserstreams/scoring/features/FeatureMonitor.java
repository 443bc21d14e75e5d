package io.laserstreams.scoring.features;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Monitors the streaming features that the serving model reads, and their drift from training: each
 * value of one slate in {@value #SAMPLING}. Thread-safe.
 */
public final class FeatureMonitor {
  private static final int SAMPLING = 8;
  private static final double[] QUANTILES = {0.05, 0.5, 0.95};

  private final AtomicLong slates = new AtomicLong();
  private final MultiGauge missing;
  private final MultiGauge mean;
  private final MultiGauge quantile;
  private final MultiGauge drift;
  private final Timer computing;
  private @Nullable String version;
  private List<Monitored> ofUser = List.of();
  private List<Monitored> ofCandidate = List.of();

  private record Monitored(Standardised trained, float missing, RecentValues values) {
    static Monitored of(Standardised trained) {
      return new Monitored(
          trained,
          (float) FeatureCatalogue.of(trained.name()).missing(),
          new RecentValues(trained.mean(), trained.deviation()));
    }

    void add(float value) {
      values.add(value, value == missing);
    }
  }

  public FeatureMonitor(MeterRegistry registry) {
    missing =
        gauge(
            registry,
            "missing",
            "Share of the latest values that are the default, which stands for a missing value");
    mean = gauge(registry, "mean", "Mean of the latest values");
    quantile = gauge(registry, "quantile", "Quantiles of the latest values");
    drift =
        gauge(
            registry,
            "drift",
            "Distance of the latest mean from the mean in training, in standard deviations of"
                + " training");
    computing =
        Timer.builder("laser.slate.streaming")
            .description(
                "Reading the user's state and computing a slate's streaming features, part of"
                    + " laser.slate.features")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder("laser.feature." + name).description(description).register(registry);
  }

  /** Records a slate's features and the time that it took to compute them. */
  public void served(
      String modelVersion, FeatureSpec.Streaming streaming, StreamingValues values, long nanos) {
    computing.record(nanos, TimeUnit.NANOSECONDS);
    if (slates.getAndIncrement() % SAMPLING == 0) {
      add(modelVersion, streaming, values);
    }
  }

  private synchronized void add(
      String modelVersion, FeatureSpec.Streaming streaming, StreamingValues values) {
    if (!modelVersion.equals(version)) {
      version = modelVersion;
      ofUser = streaming.ofUser().stream().map(Monitored::of).toList();
      ofCandidate = streaming.ofCandidate().stream().map(Monitored::of).toList();
      register();
    }
    add(ofUser, values.ofUser());
    for (float[] candidate : values.ofCandidates()) {
      add(ofCandidate, candidate);
    }
  }

  private static void add(List<Monitored> features, float[] values) {
    for (int f = 0; f < values.length; f++) {
      features.get(f).add(values[f]);
    }
  }

  private void register() {
    List<Monitored> all = new ArrayList<>(ofUser);
    all.addAll(ofCandidate);
    missing.register(rows(all, Tags.empty(), RecentValues::missingShare), true);
    mean.register(rows(all, Tags.empty(), RecentValues::mean), true);
    drift.register(rows(all, Tags.empty(), RecentValues::drift), true);
    List<MultiGauge.Row<?>> quantiles = new ArrayList<>();
    for (double q : QUANTILES) {
      quantiles.addAll(
          rows(all, Tags.of("quantile", Double.toString(q)), values -> values.quantile(q)));
    }
    quantile.register(quantiles, true);
  }

  private List<MultiGauge.Row<?>> rows(
      List<Monitored> features, Tags tags, ToDoubleFunction<RecentValues> measure) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Monitored feature : features) {
      rows.add(
          MultiGauge.Row.of(
              tags.and("feature", feature.trained().name()),
              feature.values(),
              values -> measured(measure, values)));
    }
    return rows;
  }

  private synchronized double measured(
      ToDoubleFunction<RecentValues> measure, RecentValues values) {
    return measure.applyAsDouble(values);
  }
}
