package io.laserstreams.knowledge;

import io.laserstreams.runtime.app.AppLifecycle;
import java.util.Map;

/**
 * Decides when knowledge about users and items is stale, requests it from the knowledge workers,
 * and chooses the answers that count. The only writer of the knowledge topics.
 */
public final class KnowledgeApp extends AppLifecycle {
  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public KnowledgeApp(Map<String, ?> properties) {
    this(KnowledgeConfig.read(properties));
  }

  private KnowledgeApp(KnowledgeSettings settings) {
    super(settings.app(), meters -> new KnowledgeComponents(settings, meters));
  }
}
