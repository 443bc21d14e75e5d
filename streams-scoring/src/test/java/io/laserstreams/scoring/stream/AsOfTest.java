package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.items.ItemKnowledge;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A score uses nothing that is based on events at or after its impression. */
class AsOfTest {
  @TempDir Path state;
  private ScoringBench bench;

  @BeforeEach
  void open() {
    bench = new ScoringBench(state, Map.of()).serve(TinyModels.bundle("m1"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldUseTheNewestKnowledgeBasedOnEarlierEvents() {
    bench.knowledge("u1", 10, NOON - 20, 1, 0, 0, 0);
    bench.knowledge("u1", 20, NOON - 10, 0, 1, 0, 0);
    bench.knowledge("u1", 30, NOON, 0, 0, 1, 0);
    assertEquals(20, knowledgePosition("i1", NOON));
    assertEquals(30, knowledgePosition("i2", NOON + 1));
    assertEquals(10, knowledgePosition("i3", NOON - 10));
    assertNull(knowledgePosition("i4", NOON - 20));
  }

  @Test
  void shouldIgnoreOlderKnowledgeThatArrivesLate() {
    bench.knowledge("u1", 20, NOON - 10, 0, 1, 0, 0);
    bench.knowledge("u1", 10, NOON - 20, 1, 0, 0, 0);
    assertEquals(20, knowledgePosition("i1", NOON));
    assertNull(knowledgePosition("i2", NOON - 15));
    assertEquals(1, bench.count("laser.stale.versions", "of", "knowledge"));
  }

  @Test
  void shouldDeleteKnowledgeByTombstone() {
    bench.knowledge("u1", 20, NOON - 10, 0, 1, 0, 0);
    bench.sendBytes(Topic.KNOWLEDGE_USERS, "u1", null);
    assertNull(knowledgePosition("i1", NOON));
  }

  @Test
  void shouldUseTheProfileFromBeforeTheImpression() {
    bench.user("u1", NOON - 10, Map.of("gender", "F"));
    Map<String, Double> before = ScoringTopologyTest.logits(bench.score("i1", "u1", NOON, "item1"));
    bench.user("u1", NOON, Map.of("gender", "M"));
    assertEquals(before, ScoringTopologyTest.logits(bench.score("i2", "u1", NOON, "item1")));
    assertNotEquals(before, ScoringTopologyTest.logits(bench.score("i3", "u1", NOON + 1, "item1")));
    assertFalse(bench.score("i4", "u1", NOON - 10, "item1").getUserKnown());
  }

  @Test
  void shouldUseItemKnowledgeOnlyFromBeforeTheImpression() {
    Map<String, Double> without =
        ScoringTopologyTest.logits(bench.score("i1", "u1", NOON, "item1"));
    bench
        .items()
        .with(
            "item1",
            "odd",
            new ItemKnowledge(7, NOON - 1, Map.of(TinyModels.ENCODER, new float[] {1, 0, 0, 0})));
    bench.keeper().itemChanged("item1");
    ScoredSlate with = bench.score("i2", "u1", NOON, "item1");
    assertEquals(7, with.getCandidates().get(0).getKnowledgePosition());
    assertNotEquals(without, ScoringTopologyTest.logits(with));
    ScoredSlate earlier = bench.score("i3", "u1", NOON - 1, "item1");
    assertNull(earlier.getCandidates().get(0).getKnowledgePosition());
    assertTrue(earlier.getCandidates().get(0).getKnown());
    assertEquals(without, ScoringTopologyTest.logits(earlier));
  }

  @Test
  void shouldUseTheNewestEventsOfALongHistory() {
    for (int i = 0; i < 3 * TinyModels.HISTORY; i++) {
      bench.click("u1", "c" + i, "item" + (1 + i % 10), NOON - 100 + i, null);
    }
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1");
    assertEquals(TinyModels.HISTORY, slate.getHistoryLength());
    assertEquals(NOON - 100 + 3 * TinyModels.HISTORY - 1, slate.getNewestEventTime());
  }

  private Long knowledgePosition(String impressionId, long eventTime) {
    return bench.score(impressionId, "u1", eventTime, "item1").getUserKnowledgePosition();
  }
}
