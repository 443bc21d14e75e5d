package io.laserstreams.trainer;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.app.AppLifecycle;
import io.laserstreams.trainer.continuous.TrainerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The trainer: learns from samples as they arrive, and releases models that are not worse than the
 * one that serves. Of several with the same application id one trains and the others stand by.
 */
public final class TrainerApp implements App {
  private final AppLifecycle lifecycle;

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the wrong key, its value and what
   *     would be valid
   */
  public TrainerApp(Map<String, ?> properties) {
    TrainerSettings settings = TrainerConfig.read(properties);
    lifecycle = new AppLifecycle(settings.app(), meters -> new TrainerWork(settings, meters));
  }

  /** The meters. */
  public MeterRegistry meters() {
    return lifecycle.meters();
  }

  @Override
  public String name() {
    return lifecycle.name();
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public Health health() {
    return lifecycle.health();
  }

  @Override
  public OptionalInt httpPort() {
    return lifecycle.httpPort();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
