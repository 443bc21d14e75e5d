package io.laserstreams.featureconfig;

import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class FeatureKeysTest {
  private static final StreamingSettings EVERY_KEY =
      new StreamingSettings(
          1, 2, 3, 4L, 5, 6, 7f, 8, 9, 10, List.of("age", "place"), List.of("year/4"));

  @Test
  void shouldHaveTheDefaultsOfTheSettings() {
    assertEquals(StreamingSettings.DEFAULT, read(Map.of()));
  }

  @Test
  void shouldReadEveryKey() {
    assertEquals(
        EVERY_KEY,
        read(
            Map.ofEntries(
                Map.entry("features.epoch.ms", "1"),
                Map.entry("features.trend.ms", "2"),
                Map.entry("features.session.ms", "3"),
                Map.entry("features.user.idle.max.ms", "4"),
                Map.entry("label.rating.above", "5"),
                Map.entry("features.click.value", "6"),
                Map.entry("features.shown.value", "7"),
                Map.entry("features.recent.events", "8"),
                Map.entry("features.events.per.hour.max", "9"),
                Map.entry("features.groups.max", "10"),
                Map.entry("features.user.fields", "age,place"),
                Map.entry("features.item.fields", "year/4"))));
  }

  @Test
  void shouldReadWhatItWrites() {
    assertEquals(EVERY_KEY, read(FeatureKeys.write(EVERY_KEY)));
    assertEquals(StreamingSettings.DEFAULT, read(FeatureKeys.write(StreamingSettings.DEFAULT)));
  }

  @Test
  void shouldNameTheKeyThatIsWrong() {
    for (String key :
        List.of("features.epoch.ms", "features.user.idle.max.ms", "features.recent.events")) {
      String message =
          assertThrows(ConfigException.class, () -> read(Map.of(key, "0"))).getMessage();
      assertTrue(message.contains(key), message);
    }
  }

  private static StreamingSettings read(Map<String, String> properties) {
    ConfigDef definition =
        FeatureKeys.define(CommonConfig.definition(0))
            .define(FeatureKeys.LABEL_RATING_ABOVE, DOUBLE, 3.0, Importance.HIGH, "What is liked.");
    return FeatureKeys.read(AppConfig.of("demo", definition, properties));
  }
}
