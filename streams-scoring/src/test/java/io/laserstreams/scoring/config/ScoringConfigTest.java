package io.laserstreams.scoring.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.scoring.join.SampleBounds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ScoringConfigTest {
  @Test
  void shouldHaveTheDocumentedDefaults() {
    ScoringSettings settings = ScoringConfig.read(Map.of());
    assertEquals(Optional.empty(), settings.model().pinnedBundle());
    assertEquals(Device.CPU, settings.model().device());
    assertEquals(Duration.ofMinutes(2), settings.model().fetchTimeout());
    assertEquals(500, settings.model().maxHistory());
    assertEquals(
        new SampleBounds(
            new SampleBounds.Window(
                Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofMinutes(1), 64),
            new SampleBounds.Memory(Duration.ofHours(1), 1_000_000),
            3),
        settings.attribution().bounds());
    assertEquals(Duration.ofSeconds(1), settings.attribution().sweepInterval());
    assertEquals(0.5, settings.slates().defaultProbability());
    assertEquals(50, settings.slates().historyWithoutModel());
    assertEquals(0.02, settings.slates().exploration().propensity(1, 0, 1));
    assertEquals(
        new EventTimeBounds(315_532_800_000L, Duration.ofMinutes(10)), settings.eventTimes());
    assertEquals(10_000, settings.history().bounds().maxEvents());
    assertEquals(3, settings.history().versions());
    assertEquals(StreamingSettings.DEFAULT, settings.features().state());
    assertEquals(Duration.ofSeconds(1), settings.features().publishInterval());
    assertEquals(Duration.ofMillis(10), settings.latency().minCommitInterval());
    assertEquals(Duration.ofSeconds(10), settings.latency().maxWarmUp());
    assertEquals("exactly_once_v2", settings.app().getString("processing.guarantee"));
  }

  @Test
  void shouldCommitByTheIntervalAloneIfTheMinimumIsNotBelowIt() {
    assertTrue(commitsEarly("10", "100"));
    assertFalse(commitsEarly("100", "100"));
    assertFalse(commitsEarly("1000", "100"));
  }

  private static boolean commitsEarly(String least, String interval) {
    return ScoringConfig.read(
            Map.of("commit.min.interval.ms", least, "commit.interval.ms", interval))
        .latency()
        .commitsEarly();
  }

  @Test
  void shouldNameTheWrongKeyOrValue() {
    assertRefused("commit.min.interval.ms", "commit.min.interval.ms", "9223372036854775807");
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
        assertThrows(ConfigException.class, () -> ScoringConfig.read(Map.of(key, value)))
            .getMessage();
    assertTrue(message.contains(named), message);
  }
}
