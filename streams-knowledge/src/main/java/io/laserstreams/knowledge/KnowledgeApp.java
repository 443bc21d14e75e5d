package io.laserstreams.knowledge;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.app.AppLifecycle;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Decides when knowledge about users and items is stale, requests it from the knowledge workers,
 * and chooses the answers that count. The only writer of the knowledge topics.
 */
public final class KnowledgeApp implements App {
  private final AppLifecycle lifecycle;

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public KnowledgeApp(Map<String, ?> properties) {
    KnowledgeSettings settings = KnowledgeConfig.read(properties);
    lifecycle = new AppLifecycle(settings.app(), meters -> new KnowledgeWork(settings, meters));
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
