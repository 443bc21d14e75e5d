package io.laserstreams.scoring;

import io.laserstreams.runtime.app.AppLifecycle;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.config.ScoringSettings;
import java.util.Map;

/** streams-scoring: answers impressions with scores and makes training samples. */
public final class ScoringApp extends AppLifecycle {
  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public ScoringApp(Map<String, ?> properties) {
    this(ScoringConfig.read(properties));
  }

  private ScoringApp(ScoringSettings settings) {
    super(settings.app(), meters -> new ScoringComponents(settings, meters));
  }
}
