package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A score that nothing follows is on its topic without anybody's interval having passed: both are
 * longer than a test waits for anything.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class LoneImpressionTest {
  private static final Duration NEVER = Await.PATIENCE.multipliedBy(3);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void shouldBeScoredWithoutWaitingForTheCommitInterval(String guarantee, Cluster cluster) {
    String millis = Long.toString(NEVER.toMillis());
    try (LaserSystem system =
        new LaserSystem(cluster, "lone-" + guarantee.replace('_', '-') + ".", folder)) {
      system.start(
          AppKind.SCORING,
          Map.of(
              "processing.guarantee",
              guarantee,
              "commit.interval.ms",
              millis,
              "kafka.producer.linger.ms",
              millis,
              "kafka.producer.delivery.timeout.ms",
              Long.toString(NEVER.multipliedBy(3).toMillis()),
              "kafka.producer.transaction.timeout.ms",
              Long.toString(NEVER.multipliedBy(2).toMillis())));
      long now = System.currentTimeMillis();
      for (int i = 0; i < 3; i++) {
        String id = "lone-" + i;
        assertEquals(id, system.score(id, "ann", now + i, "a", "b").getImpressionId());
      }
    }
  }
}
