package io.laserstreams.worker;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.app.AppLifecycle;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Answers knowledge requests. An answer is on its topic before its request is acknowledged, so a
 * worker that dies leaves requests that are delivered again: each is answered at least once, and
 * streams-knowledge takes one answer.
 */
public final class WorkerApp implements App {
  private final AppLifecycle lifecycle;

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public WorkerApp(Map<String, ?> properties) {
    WorkerSettings settings = WorkerConfig.read(properties);
    lifecycle = new AppLifecycle(settings.app(), meters -> new WorkerWork(settings, meters));
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

  /** Stops taking requests, gives back what is unfinished, then frees what the work used. */
  @Override
  public OptionalInt httpPort() {
    return lifecycle.httpPort();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
