package io.laserstreams.tools.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoringMetricsTest {
  private static final ScoringMetrics METRICS =
      new ScoringMetrics(
          URI.create("http://scoring:9401"),
          """
          # HELP laser_model_release 1 for the release that serves
          # TYPE laser_model_release gauge
          laser_model_release{app="scoring",outcome="refused",version="v3"} 1.0
          laser_model_release{app="scoring",outcome="serves",version="v2"} 1.0
          laser_model_releases_total{app="scoring",outcome="served"} 2.0
          laser_model_setting{app="scoring",key="features.item.fields",value="a\\\\b,\\"c\\""} 1.0
          laser_model_setting{app="scoring",key="features.user.fields",value=""} 1.0
          laser_table_position{app="scoring",table="items",topic="laser.items"} 7.0
          laser_table_position{app="scoring",table="models",topic="laser.models"} 1.2E7
          """);

  @Test
  void shouldReadWhatServesAndWhatWasRefused() {
    assertEquals(Optional.of("v2"), METRICS.serving());
    assertEquals(Optional.of("v3"), METRICS.refused());
    assertEquals(
        Optional.empty(), new ScoringMetrics(URI.create("http://scoring:9401"), "").serving());
  }

  @Test
  void shouldReadSettingsAsTheyAre() {
    assertEquals(
        Map.of("features.item.fields", "a\\b,\"c\"", "features.user.fields", ""),
        METRICS.modelSettings());
  }

  @Test
  void shouldReadThePositionOnATopicAndSayIfThereIsNone() {
    assertEquals(12_000_000, METRICS.position("laser.models"));
    String message =
        assertThrows(UserException.class, () -> METRICS.position("other.models")).getMessage();
    assertTrue(
        message.startsWith("Scoring at http://scoring:9401 does not read other.models"), message);
  }
}
