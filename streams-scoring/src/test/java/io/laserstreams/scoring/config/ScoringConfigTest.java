package io.laserstreams.scoring.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.scoring.sample.SampleBounds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ScoringConfigTest {
  @Test
  void shouldHaveTheDocumentedDefaults() {
    ScoringConfig config = ScoringConfig.of(Map.of());
    assertEquals(Optional.empty(), config.pinnedBundle());
    assertEquals(Device.CPU, config.device());
    assertEquals(
        new SampleBounds(1_800_000, 60_000, 60_000, 3, 64, 3_600_000, 1_000_000),
        config.sampleBounds());
    assertEquals(0.5, config.scoringRules().defaultProbability());
    assertEquals(50, config.scoringRules().historyWithoutModel());
    assertEquals(0.02, config.scoringRules().exploration().propensity(1, 0, 1));
    assertEquals(
        new EventTimeBounds(315_532_800_000L, Duration.ofMinutes(10)), config.eventTimes());
    assertEquals(1_000, config.sweepEvery());
    assertEquals(500, config.longestHistory());
    assertEquals(10_000, config.eventsPerUser());
    assertEquals(3, config.versionsPerUser());
    assertEquals("exactly_once_v2", config.app().getString("processing.guarantee"));
  }

  @Test
  void shouldNameTheWrongKeyOrValue() {
    assertRefused("exploration.share", "exploration.shares", "0.1");
    assertRefused("exploration.share", "exploration.share", "1.5");
    assertRefused("model.device", "model.device", "gpu");
    assertRefused("default.probability", "default.probability", "1");
    assertRefused("impression.memory.ms", "attribution.window.ms", "3600000");
  }

  @Test
  void shouldDocumentEveryKey() {
    ScoringConfig.definition()
        .configKeys()
        .values()
        .forEach(
            key ->
                assertTrue(key.documentation != null && key.documentation.length() > 10, key.name));
  }

  private static void assertRefused(String named, String key, String value) {
    String message =
        assertThrows(ConfigException.class, () -> ScoringConfig.of(Map.of(key, value)))
            .getMessage();
    assertTrue(message.contains(named), message);
  }
}
