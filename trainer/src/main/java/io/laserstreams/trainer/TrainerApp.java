package io.laserstreams.trainer;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import io.laserstreams.trainer.continuous.ContinuousTrainer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;

/**
 * The trainer: learns from samples as they come, and releases models that are not worse than the
 * one that serves. Of several with the same application id one trains and the others stand by.
 */
public final class TrainerApp implements App {
  private final AppConfig config;
  private final TrainerConfig trainerConfig;
  private final AppMetrics metrics;
  private final DeadLetters deadLetters;
  private final ContinuousTrainer trainer;
  private HttpEndpoint endpoint;

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the wrong key, its value and what
   *     would be valid
   */
  public TrainerApp(Map<String, ?> properties) {
    this.trainerConfig = TrainerConfig.of(properties);
    this.config = trainerConfig.app();
    var settings = trainerConfig.settings();
    this.metrics = new AppMetrics(TrainerConfig.APP);
    this.deadLetters = DeadLetters.open(config, metrics.registry());
    this.trainer =
        new ContinuousTrainer(
            config,
            settings,
            config.schemas(),
            deadLetters,
            metrics.registry(),
            InstantSource.system());
  }

  /** The meters. */
  public MeterRegistry meters() {
    return metrics.registry();
  }

  @Override
  public String name() {
    return TrainerConfig.APP;
  }

  @Override
  public void start() {
    WritableFolder.require(trainerConfig.checkpointKey(), trainerConfig.checkpointDir());
    endpoint = HttpEndpoint.open(config, metrics, this::health);
    trainer.start();
  }

  @Override
  public Health health() {
    return trainer.health();
  }

  @Override
  public void close() {
    try (metrics;
        deadLetters;
        HttpEndpoint open = endpoint) {
      trainer.close();
    }
  }
}
