package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.scoring.ScoringMain;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Sessions;
import io.laserstreams.tools.apps.AppKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A score reflects what was acknowledged before its impression was sent, and a sample what the user
 * did within its window, with the default configuration. {@code -Dlaser.kills=20} kills more often.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class OrderTest {
  private static final int KILLS = Integer.getInteger("laser.kills", 2);

  /** Windows that end while scoring is down. */
  private static final Map<String, String> SHORT_WINDOWS =
      Map.of(
          "attribution.window.ms",
          "3000",
          "attribution.grace.ms",
          "1000",
          "attribution.lateness.ms",
          "1000");

  @TempDir Path folder;

  @Test
  void shouldScoreWithWhatWasAcknowledgedBeforeEvenInBursts(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "bursts.", folder)) {
      system.start(AppKind.SCORING, Map.of("model.bundle", Bundles.file(folder, "m1").toString()));
      Sessions sessions = new Sessions(system, 400);
      sessions.rounds(5);
      assertScores(system, sessions);
    }
  }

  @Test
  void shouldKeepOrderAndSamplesWhenScoringIsKilledRepeatedly(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "killed-order.", folder)) {
      Map<String, String> more = new HashMap<>(SHORT_WINDOWS);
      more.put("model.bundle", Bundles.file(folder, "m1").toString());
      Map<String, String> properties = system.properties(more);
      Sessions sessions = new Sessions(system, 100);
      AppProcess scoring = AppProcess.start(ScoringMain.class, properties, folder);
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          sessions.rounds(4);
          system.scores(sessions.impressions() / 2, Sessions.IMPRESSION);
          sessions.rounds(2);
          scoring.kill();
          sessions.rounds(4);
          scoring = AppProcess.start(ScoringMain.class, properties, folder);
        }
        assertScores(system, sessions);
        assertSamples(system, sessions);
      } finally {
        scoring.close();
      }
    }
  }

  private static void assertScores(LaserSystem system, Sessions sessions) {
    List<ScoredSlate> scores = system.scores(sessions.impressions(), Sessions.IMPRESSION);
    assertEquals(sessions.impressions(), scores.size(), "one score each");
    Map<String, String> wrong = new HashMap<>();
    for (ScoredSlate score : scores) {
      Long newest = sessions.ratedBefore(score.getImpressionId());
      if (!Objects.equals(newest, score.getNewestEventTime())) {
        wrong.put(score.getImpressionId(), "used " + score.getNewestEventTime() + " of " + newest);
      }
    }
    assertEquals(Map.of(), wrong);
  }

  private static void assertSamples(LaserSystem system, Sessions sessions) {
    List<TrainingSample> samples =
        system.records(Topic.SAMPLES, TrainingSample.class, sessions.impressions());
    assertEquals(sessions.impressions(), samples.size(), "one sample each");
    for (TrainingSample sample : samples) {
      assertEquals(
          List.of(Sessions.ITEM),
          sample.getCandidates().stream().map(SampleCandidate::getItemId).toList());
      assertEquals(1, sample.getCandidates().get(0).getLabel(), sample.getImpressionId());
    }
  }
}
