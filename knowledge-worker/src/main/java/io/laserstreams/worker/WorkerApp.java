package io.laserstreams.worker;

import io.laserstreams.runtime.app.AppLifecycle;
import java.util.Map;

/**
 * Answers knowledge requests. An answer is on its topic before its request is acknowledged, so a
 * worker that dies leaves requests that are delivered again: each is answered at least once, and
 * streams-knowledge takes one answer.
 */
public final class WorkerApp extends AppLifecycle {
  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public WorkerApp(Map<String, ?> properties) {
    this(WorkerConfig.read(properties));
  }

  private WorkerApp(WorkerSettings settings) {
    super(settings.app(), meters -> new WorkerComponents(settings, meters));
  }
}
