package io.laserstreams.worker;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.worker.prompt.Prompts;
import java.util.Map;

/** The prompts of a worker, for those who want to see them. */
public final class WorkerPrompts {
  private WorkerPrompts() {}

  /**
   * The prompts of a worker with this configuration, whether or not its generator uses them.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming a key that is wrong
   */
  public static Prompts of(Map<String, ?> properties) {
    return Generators.prompts(
        WorkerConfig.prompting(
            AppConfig.of(WorkerConfig.APP, WorkerConfig.definition(), properties)));
  }
}
