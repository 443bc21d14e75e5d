package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTopologyTest {
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
  void shouldOrderCandidatesByFallingLogit() {
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "item2", "item3");
    assertEquals(ScoreOutcome.SCORED, slate.getOutcome());
    assertEquals("m1", slate.getModelVersion());
    assertEquals(3, slate.getCandidates().size());
    for (int rank = 0; rank < 3; rank++) {
      ScoredCandidate candidate = slate.getCandidates().get(rank);
      assertEquals(rank, candidate.getRank());
      assertEquals(1 / (1 + Math.exp(-candidate.getLogit())), candidate.getProbability(), 1e-12);
      assertEquals(1, candidate.getPropensity());
      assertTrue(
          rank == 0 || candidate.getLogit() <= slate.getCandidates().get(rank - 1).getLogit());
      assertTrue(candidate.getKnown());
    }
    assertFalse(slate.getUserKnown());
    assertEquals(0, slate.getHistoryLength());
  }

  @Test
  void shouldUseAClickBeforeTheImpressionButNoneAtOrAfterIt() {
    Map<String, Double> without = logits(bench.score("i1", "u1", NOON, "item1", "item2"));
    bench.click("u1", "c2", "item3", NOON, null);
    bench.click("u1", "c3", "item4", NOON + 1, null);
    ScoredSlate unchanged = bench.score("i2", "u1", NOON, "item1", "item2");
    assertEquals(without, logits(unchanged));
    assertEquals(0, unchanged.getHistoryLength());
    assertNull(unchanged.getNewestEventTime());
    bench.click("u1", "c1", "item3", NOON - 1, null);
    ScoredSlate changed = bench.score("i3", "u1", NOON, "item1", "item2");
    assertNotEquals(without, logits(changed));
    assertEquals(1, changed.getHistoryLength());
    assertEquals(NOON - 1, changed.getNewestEventTime());
    assertEquals(1, bench.count("laser.late.events"));
  }

  static Map<String, Double> logits(ScoredSlate slate) {
    Map<String, Double> logits = new TreeMap<>();
    slate
        .getCandidates()
        .forEach(candidate -> logits.put(candidate.getItemId(), candidate.getLogit()));
    return logits;
  }

  @Test
  void shouldKeepTheGivenOrderWithoutAModel() {
    try (ScoringBench empty = new ScoringBench(state.resolve("empty"), Map.of())) {
      ScoredSlate slate = empty.score("i1", "u1", NOON, "item2", "item1", "item3");
      assertEquals(ScoreOutcome.NO_MODEL, slate.getOutcome());
      assertNull(slate.getModelVersion());
      assertEquals(
          List.of("item2", "item1", "item3"),
          slate.getCandidates().stream().map(ScoredCandidate::getItemId).toList());
      assertTrue(
          slate.getCandidates().stream()
              .allMatch(
                  candidate -> candidate.getProbability() == 0.5 && candidate.getLogit() == 0));
    }
  }
}
