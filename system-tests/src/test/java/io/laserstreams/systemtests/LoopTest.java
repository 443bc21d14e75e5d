package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The loop from outside: interactions, knowledge and faults, as they show in the scores. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class LoopTest {
  @TempDir Path folder;

  @Test
  void shouldUseAClickInTheNextScoreAndNothingAfterTheImpression(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "click.", folder)) {
      system.start(AppKind.SCORING, Map.of("model.bundle", Bundles.file(folder, "m1").toString()));
      long now = System.currentTimeMillis();

      ScoredSlate before = system.score("before", "ann", now, "a", "b");
      assertEquals(ScoreOutcome.SCORED, before.getOutcome());
      assertEquals(0, before.getHistoryLength());

      system.click("c1", "ann", "a", now + 1);
      system.click("c1", "ann", "a", now + 1);
      system.click("c2", "ann", "b", now + 10);
      Await.until(
          "a score that uses the click",
          () -> {
            ScoredSlate after =
                system.score("after-" + System.nanoTime(), "ann", now + 10, "a", "b");
            assertTrue(
                after.getHistoryLength() <= 1,
                "uses " + after.getHistoryLength() + " events, one was clicked before it");
            if (after.getHistoryLength() == 0) {
              return false;
            }
            Map<String, Boolean> seen = new TreeMap<>();
            after
                .getCandidates()
                .forEach(candidate -> seen.put(candidate.getItemId(), candidate.getSeen()));
            assertEquals(Map.of("a", true, "b", false), seen);
            return after.getNewestEventTime() == now + 1;
          });
    }
  }

  @Test
  void shouldScoreANewItemWithItsKnowledge(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "item.", folder)) {
      system.start(AppKind.SCORING, Map.of("model.bundle", Bundles.file(folder, "m1").toString()));
      ScoredSlate unknown = system.score("unknown", "bob", System.currentTimeMillis(), "film");
      assertFalse(unknown.getCandidates().get(0).getKnown());

      system.start(AppKind.KNOWLEDGE, Map.of());
      system.start(AppKind.WORKER, Map.of());
      system.item("film", "A Film About Space", "Science Fiction");
      Knowledge knowledge = system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, 1).get(0);
      assertEquals("film", knowledge.getSubjectId());
      assertEquals("template:v1", knowledge.getProvenance().getGenerator());
      Await.until(
          "a score that uses the knowledge",
          () -> {
            ScoredSlate known =
                system.score(
                    "known-" + System.nanoTime(), "bob", System.currentTimeMillis(), "film");
            return known.getCandidates().get(0).getKnown()
                && known.getCandidates().get(0).getKnowledgePosition() != null;
          });
    }
  }

  @Test
  void shouldDeadLetterAPoisonedRecordAndContinue(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "poison.", folder)) {
      system.start(AppKind.SCORING, Map.of());
      long now = System.currentTimeMillis();
      byte[] poison = "no Avro at all".getBytes(UTF_8);
      system.sendBytes(Topic.IMPRESSIONS, null, "eve", poison);

      ScoredSlate score = system.score("sound", "eve", now, "a", "b");
      assertEquals(ScoreOutcome.NO_MODEL, score.getOutcome());
      List<DeadLetter> letters = system.deadLetters(1);
      assertEquals(
          List.of("scoring unreadable eve"),
          letters.stream()
              .map(
                  letter ->
                      letter.app() + " " + letter.reason() + " " + new String(letter.key(), UTF_8))
              .toList());
      assertArrayEquals(poison, letters.get(0).value());
    }
  }

  @Test
  void shouldContinueWithoutTheRegistryAndWaitForItWithoutDeadLettersIfItIsNeeded(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "registry.", folder)) {
      system.start(AppKind.SCORING, Map.of());
      long now = System.currentTimeMillis();
      system.score("before", "dan", now, "a");
      system.click("c1", "dan", "a", now + 1);
      App knowledge;
      cluster.stopRegistry();
      try {
        assertEquals("meanwhile", system.score("meanwhile", "dan", now, "a").getImpressionId());
        knowledge = system.launch(AppKind.KNOWLEDGE, Map.of("schema.registry.patience.ms", "500"));
        Await.until(
            () -> "an app that waits for the registry: " + knowledge.health(),
            () ->
                !knowledge.health().ready()
                    && knowledge
                        .health()
                        .detail()
                        .startsWith(
                            "waiting for the schema registry at " + cluster.registryUrl() + " ("));
      } finally {
        cluster.startRegistry();
      }
      Await.until(
          () -> "an app that has it again: " + knowledge.health(),
          () -> knowledge.health().ready());
      assertEquals(List.of(), system.deadLetters(0));
    }
  }
}
