package io.laserstreams.scoring.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/**
 * Shows the settings that decide which models fit, so that a model can be checked against a running
 * instance before it is published.
 */
public final class ModelSettingMeters {
  /** Gauge, 1 for each setting, with its key and its value as tags. */
  public static final String SETTING = "laser.model.setting";

  public static final String KEY = "key";
  public static final String VALUE = "value";

  private ModelSettingMeters() {}

  static void register(Map<String, String> configured, MeterRegistry registry) {
    configured.forEach(
        (key, value) ->
            Gauge.builder(SETTING, () -> 1)
                .description("1: what this instance provides to models, by configuration key")
                .tag(KEY, key)
                .tag(VALUE, value)
                .strongReference(true)
                .register(registry));
  }
}
