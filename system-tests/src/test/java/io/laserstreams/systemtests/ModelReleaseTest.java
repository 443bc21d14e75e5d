package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Preferences;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models on the way from the trainer to the scores. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class ModelReleaseTest {
  private static final String V1 = "20260101T000000.000Z-0001";
  private static final String V2 = "20260101T000000.000Z-0002";
  private static final String V3 = "20260101T000000.000Z-0003";

  @TempDir Path folder;

  @Test
  void shouldSwapInReleasedModelsAndRefuseABrokenOneWithoutLosingAScore(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "release.", folder)) {
      App scoring = system.start(AppKind.SCORING, Map.of());
      assertEquals(
          null, system.score("i-0", "ann", System.currentTimeMillis(), "a").getModelVersion());

      system.release(V1, Bundles.untrained(V1).toBytes());
      int asked = requestUntil(system, 1, V1);

      byte[] broken = Bundles.untrained(V2).toBytes();
      system.release(V2, Arrays.copyOf(broken, broken.length / 2));
      Await.until(
          "the broken model's refusal in " + scoring.health(),
          () -> scoring.health().detail().contains(V2));
      assertTrue(scoring.health().ready(), scoring.health().toString());
      assertEquals(
          V1,
          system.score("i-" + asked++, "ann", System.currentTimeMillis(), "a").getModelVersion());

      system.release(V3, Bundles.untrained(V3).toBytes());
      asked = requestUntil(system, asked, V3);
      assertEquals(asked, system.scores(asked, "i-").size());
    }
  }

  @Test
  void shouldReleaseATrainedModelAndNeverOneThatLearnedFromShuffledLabels(Cluster cluster) {
    Map<String, String> quick =
        Map.of(
            "item.encoder",
            "none",
            "user.encoder",
            "none",
            "training.interval.ms",
            "0",
            "release.samples.min",
            "1000",
            "round.slates.min",
            "200");
    try (LaserSystem shuffled = new LaserSystem(cluster, "shuffled.", folder.resolve("shuffled"));
        LaserSystem honest = new LaserSystem(cluster, "honest.", folder.resolve("honest"))) {
      App trainer = shuffled.start(AppKind.TRAINER, quick);
      Preferences.samples(1_500, true)
          .forEach(sample -> shuffled.sendAsync(Topic.SAMPLES, sample.getUserId(), sample));
      shuffled.flush();
      honest.start(AppKind.TRAINER, quick);
      Preferences.samples(1_500, false)
          .forEach(sample -> honest.sendAsync(Topic.SAMPLES, sample.getUserId(), sample));
      honest.flush();

      ModelRelease release =
          honest.records(Topic.MODELS, ModelRelease.class, 2).stream()
              .filter(record -> record.getRelease() != null)
              .findFirst()
              .orElseThrow();
      assertTrue(
          release.getRelease().getMetrics().get("auc") > 0.6,
          release.getRelease().getMetrics().toString());
      Await.until(
          "a refusal in " + trainer.health(), () -> trainer.health().detail().contains("refused"));
      assertEquals(List.of(), shuffled.records(Topic.MODELS, ModelRelease.class, 0));
    }
  }

  @Test
  void shouldServeAndLogTheFeaturesThatATrainersReleaseReads(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "features.", folder)) {
      system.start(
          AppKind.SCORING,
          Map.of(
              "attribution.window.ms",
              "1000",
              "attribution.lateness.ms",
              "0",
              "attribution.grace.ms",
              "10000"));
      system.start(
          AppKind.TRAINER,
          Map.of(
              "item.encoder",
              "none",
              "user.encoder",
              "none",
              "training.interval.ms",
              "0",
              "release.samples.min",
              "1000",
              "round.slates.min",
              "200",
              "features",
              "item,user,taste"));
      List<TrainingSample> published = Preferences.samples(1_500, false);
      published.forEach(sample -> system.sendAsync(Topic.SAMPLES, sample.getUserId(), sample));
      system.flush();
      Await.until(
          "a score of the trainer's model",
          () ->
              system
                      .score(
                          "asked-" + System.nanoTime(), "ann", System.currentTimeMillis(), "item-1")
                      .getModelVersion()
                  != null);

      long now = System.currentTimeMillis();
      system.score("served", "ann", now, "item-1", "item-4");
      system.send(
          Topic.INTERACTIONS,
          "ann",
          new Interaction(
              "r1", "ann", "item-4", now + 1, InteractionKind.RATING, "served", null, 5f));
      TrainingSample sample =
          system.records(Topic.SAMPLES, TrainingSample.class, published.size() + 1).stream()
              .filter(record -> record.getImpressionId().equals("served"))
              .findFirst()
              .orElseThrow();
      List<String> names = sample.getFeatures().getOfCandidates();
      assertTrue(names.containsAll(List.of("item.mean", "taste.value")), names.toString());
      assertEquals(names.size(), sample.getCandidates().get(0).getFeatures().size());
      assertNotEquals(
          0,
          sample.getFeatures().getBasis(),
          "computed with the fitted factors of the first release");
    }
  }

  private static int requestUntil(LaserSystem system, int from, String version) {
    int asked = from;
    ScoredSlate score;
    do {
      score = system.score("i-" + asked++, "ann", System.currentTimeMillis(), "a", "b");
      assertTrue(
          asked < 2_000, "still scored by " + score.getModelVersion() + ", not by " + version);
    } while (!Objects.equals(version, score.getModelVersion()));
    return asked;
  }
}
