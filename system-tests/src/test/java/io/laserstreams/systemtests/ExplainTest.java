package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cli.Laser;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.scoring.ScoringApp;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Records;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Served features and scores can be recomputed, and explained, from the topics alone. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class ExplainTest {
  private static final String VERSION = "20260101T000000.000Z-0001";
  private static final int VISITS = 12;
  private static final long BETWEEN = Duration.ofHours(2).toMillis();

  @TempDir Path folder;

  @Test
  void shouldRecomputeServedFeaturesAndExplainAScoreFromTheTopicsAlone(Cluster cluster)
      throws IOException {
    try (LaserSystem system = new LaserSystem(cluster, "explain.", folder.resolve("state"))) {
      ScoringApp scoring = serve(system);
      visit(system, scoring);
      assertEquals(VISITS, system.records(Topic.SAMPLES, TrainingSample.class, VISITS).size());

      assertEquals(
          0, laser(system, "features", "diff", "--sample", "1", "--json", path("diff.json")));
      assertEquals(VISITS, json("diff.json").get("samples").asInt());
      assertEquals(0, json("diff.json").get("differing").asInt());
      assertTrue(json("diff.json").get("values").asInt() > 40 * VISITS);

      assertEquals(
          0, laser(system, "explain", "visit-9", "--item", "b", "--json", path("why.json")));
      JsonNode why = json("why.json");
      assertTrue(why.get("exact").asBoolean());
      assertEquals(VISITS - 1, why.get("ownSamples").asInt());
      List<String> kinds = new ArrayList<>();
      why.at("/candidates/0/effects").forEach(effect -> kinds.add(effect.get("kind").asText()));
      assertEquals(9, kinds.stream().filter("EVENT"::equals).count());
      assertTrue(kinds.contains("FEATURE"));

      system.send(Topic.KNOWLEDGE_ITEMS, "a", aboutA());
      assertEquals(1, laser(system, "explain", "visit-9", "--json", path("changed.json")));
      String note = json("changed.json").get("notes").get(0).asText();
      assertTrue(note.startsWith("Knowledge about item a of the history is from"), note);
      assertEquals(2, laser(system, "explain", "visit-77"));
    }
  }

  private ScoringApp serve(LaserSystem system) throws IOException {
    system.item("a", "A", "drama");
    system.item("b", "B", "comedy");
    system.item("c", "C", "drama");
    system.release(
        VERSION,
        Files.readAllBytes(
            Bundles.withFeatures(folder, VERSION, StreamingSettings.DEFAULT, FittedFactors.NONE)));
    ScoringApp scoring =
        (ScoringApp)
            system.start(
                AppKind.SCORING,
                Map.of(
                    "attribution.window.ms",
                    "1000",
                    "attribution.lateness.ms",
                    "0",
                    "features.publish.ms",
                    "20",
                    "exploration.share",
                    "0"));
    Await.until(
        "the model in " + scoring.health(), () -> scoring.health().detail().contains(VERSION));
    return scoring;
  }

  @Test
  void shouldRecomputeServedFeaturesOfAUserWhoseRatingWasReplayedFromTheDeadLetters(Cluster cluster)
      throws IOException {
    try (LaserSystem system = new LaserSystem(cluster, "letters.", folder.resolve("state"))) {
      ScoringApp scoring = serve(system);
      String user = "bob";
      long hour = Duration.ofHours(1).toMillis();
      long start = System.currentTimeMillis() / hour * hour - hour;

      system.score("visit-0", user, start, "a", "b", "c");
      interact(system, scoring, Records.rating(user, start + 1, "visit-0", "a", 5), 1);
      system.score("visit-1", user, start + 10_000, "a", "b", "c");
      Interaction refused = Records.rating(user, start + 10_001, "visit-1", "b", 1);
      int wrong = 1 - KeyPartition.of(user, LaserSystem.PARTITIONS);
      system.sendBytes(
          Topic.INTERACTIONS,
          wrong,
          user,
          new AvroSerializer<Interaction>(system.schemas())
              .serialize(system.topic(Topic.INTERACTIONS), refused));
      assertEquals("wrong-partition", system.deadLetters(1).get(0).reason());
      system.score("visit-2", user, start + 20_000, "a", "b", "c");
      interact(system, scoring, Records.rating(user, start + 20_001, "visit-2", "c", 4), 2);
      assertEquals(0, laser(system, "dead-letters", "replay", "--all"));
      awaitCounted(scoring, 3);
      system.score("visit-3", user, start + 30_000, "a", "b", "c");
      interact(system, scoring, Records.rating(user, start + 30_001, "visit-3", "a", 2), 4);
      system.score("after", user, start + 40_000, "a");
      List<TrainingSample> samples = system.records(Topic.SAMPLES, TrainingSample.class, 3);
      assertEquals(
          List.of(0L, 1L, 3L),
          samples.stream().map(sample -> sample.getFeatures().getUserPosition()).toList());

      assertEquals(
          0, laser(system, "features", "diff", "--sample", "1", "--json", path("diff.json")));
      assertEquals(3, json("diff.json").get("samples").asInt());
      assertEquals(0, json("diff.json").get("apart").size());
      assertEquals(1, json("diff.json").get("refused").asInt());
    }
  }

  private static void interact(
      LaserSystem system, ScoringApp scoring, Interaction interaction, int counted) {
    system.send(Topic.INTERACTIONS, interaction.getUserId(), interaction);
    awaitCounted(scoring, counted);
  }

  private static void awaitCounted(ScoringApp scoring, int interactions) {
    Await.until(
        interactions + " counted interactions",
        () -> scoring.meters().get(FeatureEngine.INTERACTIONS).gauge().value() == interactions);
  }

  /** Ann sees three items and clicks one, each time in a new epoch of the item statistics. */
  private static void visit(LaserSystem system, ScoringApp scoring) {
    long start = System.currentTimeMillis() - (VISITS + 1) * BETWEEN;
    for (int visit = 0; visit < VISITS; visit++) {
      String user = "ann";
      long time = start + visit * BETWEEN;
      ScoredSlate score = system.score("visit-" + visit, user, time, "a", "b", "c");
      assertEquals(VERSION, score.getModelVersion());
      String clicked = visit == 9 ? "b" : List.of("a", "b", "c").get(visit % 3);
      interact(
          system, scoring, Records.click(user, time + 1, "visit-" + visit, clicked), visit + 1);
    }
    system.score("after", "ann", start + VISITS * BETWEEN, "a");
  }

  /** Written now, but based on a time long before. */
  private static Knowledge aboutA() {
    Knowledge knowledge =
        Records.knowledge(SubjectKind.ITEM, "a", 1, Bundles.ENCODER.dimensions(), 0.05f);
    return Knowledge.newBuilder(knowledge)
        .setProvenance(
            new Provenance(
                "test",
                "1",
                List.of(Bundles.ENCODER.id()),
                System.currentTimeMillis(),
                "request",
                0L,
                0L))
        .build();
  }

  private static int laser(LaserSystem system, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--bootstrap",
            system.cluster().bootstrapServers(),
            "--registry",
            system.cluster().registryUrl(),
            "--prefix",
            system.prefix()));
    return Laser.run(all.toArray(String[]::new));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }
}
