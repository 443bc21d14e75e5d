package io.laserstreams.runtime.metrics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/**
 * One app's meters, readable by Prometheus, with those of the JVM. Every meter has the label {@code
 * app}.
 */
public final class AppMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  public AppMetrics(String app) {
    registry.config().commonTags("app", requireNonNull(app, "app is null"));
    for (MeterBinder binder :
        List.of(
            garbageCollection,
            new ClassLoaderMetrics(),
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())) {
      binder.bindTo(registry);
    }
  }

  /** Where the app registers its own meters; their names start with {@code laser.}. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Registers {@code laser_ready} and {@code laser_live}, 1 or 0. */
  public void watch(Supplier<Health> health) {
    Gauge.builder("laser.ready", () -> health.get().ready() ? 1 : 0)
        .description("1 while the app does its work")
        .strongReference(true)
        .register(registry);
    Gauge.builder("laser.live", () -> health.get().live() ? 1 : 0)
        .description("0 once the app has failed or is closed")
        .strongReference(true)
        .register(registry);
  }

  /** All meters in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
