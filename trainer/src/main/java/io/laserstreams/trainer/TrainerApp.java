package io.laserstreams.trainer;

import io.laserstreams.runtime.app.AppLifecycle;
import io.laserstreams.trainer.continuous.TrainerSettings;
import java.util.Map;

/**
 * The trainer: learns from samples as they arrive, and releases models that are not worse than the
 * one that serves. Of several with the same application id one trains and the others stand by.
 */
public final class TrainerApp extends AppLifecycle {
  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the wrong key, its value and what
   *     would be valid
   */
  public TrainerApp(Map<String, ?> properties) {
    this(TrainerConfig.read(properties));
  }

  private TrainerApp(TrainerSettings settings) {
    super(settings.app(), meters -> new TrainerComponents(settings, meters));
  }
}
