package io.laserstreams.scoring;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.app.AppLifecycle;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.config.ScoringSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.OptionalInt;

/** streams-scoring: answers impressions with scores and makes training samples. */
public final class ScoringApp implements App {
  private final AppLifecycle lifecycle;

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public ScoringApp(Map<String, ?> properties) {
    ScoringSettings settings = ScoringConfig.read(properties);
    lifecycle = new AppLifecycle(settings.app(), meters -> new ScoringWork(settings, meters));
  }

  /** The meters. */
  public MeterRegistry meters() {
    return lifecycle.meters();
  }

  @Override
  public OptionalInt httpPort() {
    return lifecycle.httpPort();
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
  public void close() {
    lifecycle.close();
  }
}
