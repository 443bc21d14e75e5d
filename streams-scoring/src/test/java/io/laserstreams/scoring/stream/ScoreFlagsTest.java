package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.items.ItemKnowledge;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A score flags what is unusual about it, and metrics count it. */
class ScoreFlagsTest {
  @TempDir Path state;

  @Test
  void shouldFlagAndCountExploredSlates() {
    try (ScoringBench bench = bench(Map.of(ScoringConfig.EXPLORATION_SHARE, "0.5"))) {
      int explored = 0;
      for (int i = 0; i < 40; i++) {
        ScoredSlate slate =
            bench.score("i" + i, "u1", NOON + i, "item1", "item2", "item3", "item4");
        boolean ordered =
            slate.getCandidates().stream()
                .map(ScoredCandidate::getLogit)
                .sorted((a, b) -> Double.compare(b, a))
                .toList()
                .equals(slate.getCandidates().stream().map(ScoredCandidate::getLogit).toList());
        assertTrue(
            slate.getExplored() || ordered, "a slate that is not explored is in the model's order");
        explored += slate.getExplored() ? 1 : 0;
      }
      assertTrue(explored > 8 && explored < 32, explored + " of 40");
      assertEquals(explored, bench.count("laser.slates.explored"));
    }
  }

  @Test
  void shouldFlagAndCountAMissedDeadlineAndReportTimings() {
    try (ScoringBench bench = bench(Map.of())) {
      assertFalse(
          bench.score("i1", "u1", NOON, "item1").getDeadlineMissed(),
          "without a deadline there is none to miss");
      bench.pass(Duration.ofSeconds(1));
      bench.send(
          Topic.IMPRESSIONS,
          "u1",
          new Impression("i2", "u1", NOON, List.of("item1"), Map.of(), NOON));
      ScoredSlate late = bench.onlyScore();
      assertTrue(late.getDeadlineMissed());
      assertEquals(1, bench.count("laser.deadlines.missed"));
      Timings timings = late.getTimings();
      assertTrue(
          timings.getQueued() >= 0 && timings.getFeatures() > 0 && timings.getModel() > 0,
          timings.toString());
    }
  }

  @Test
  void shouldReplaceOnlyLogitsThatAreNotFinite() {
    try (ScoringBench bench = bench(Map.of())) {
      Map<String, Double> before =
          ScoringTopologyTest.logits(bench.score("i1", "u1", NOON, "item1", "item2"));
      float huge = Float.MAX_VALUE;
      bench
          .items()
          .with(
              "item1",
              "odd",
              new ItemKnowledge(
                  1, NOON - 1, Map.of(TinyModels.ENCODER, new float[] {huge, huge, huge, huge})));
      bench.keeper().itemChanged("item1");
      ScoredSlate slate = bench.score("i2", "u1", NOON, "item1", "item2");
      Map<String, Double> expected = new TreeMap<>(before);
      expected.put("item1", 0.0);
      assertEquals(expected, ScoringTopologyTest.logits(slate));
      assertEquals(1, bench.count("laser.logits.not.finite"));
    }
  }

  private ScoringBench bench(Map<String, String> settings) {
    return new ScoringBench(state, settings).serve(TinyModels.bundle("m1"));
  }
}
