package io.laserstreams.tools.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.tools.client.ScoringConfigFile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochWaitTest {
  @Test
  void shouldTakeScoringsDefaults() {
    EpochWait wait = EpochWait.of(new ScoringConfigFile(key -> Optional.empty()));
    assertEquals(Duration.ofMillis(1_300), wait.at(1));
    assertTrue(
        wait.describe(17_520).contains("at 17,520 epochs takes about 6 h 19 min: some 1.3 s each"),
        wait.describe(17_520));
    assertTrue(wait.describe(60).contains("takes about 78 s"), wait.describe(60));
    assertTrue(wait.describe(200).contains("takes about 4 min"), wait.describe(200));
  }

  @Test
  void shouldTakeWhatScoringIsSetTo() {
    Map<String, String> set = Map.of("features.publish.ms", "20", "commit.interval.ms", "20");
    assertEquals(
        Duration.ofMillis(650),
        EpochWait.of(new ScoringConfigFile(key -> Optional.ofNullable(set.get(key)))).at(1));
  }
}
