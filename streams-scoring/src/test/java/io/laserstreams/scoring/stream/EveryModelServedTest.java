package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of the catalogue is served from its bundle, by the same code. */
@Tag("slow")
class EveryModelServedTest {
  private static final int EVENTS = 12;

  @TempDir Path state;

  static List<String> names() {
    return Models.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldServe(String name) {
    try (var bench =
        new ScoringBench(state, Map.of()).serve(TinyModels.bundle("m1", ModelChoice.parse(name)))) {
      for (int i = 0; i < EVENTS; i++) {
        bench.rate("u1", "r" + i, "item" + (1 + i % 10), NOON - 100 + i, null, 1 + i % 5);
      }
      ScoredSlate together = bench.score("i1", "u1", NOON, "item1", "item2", "item3");
      assertEquals("m1", together.getModelVersion());
      assertEquals(
          name.startsWith("sim-") ? TinyModels.SEARCHED : TinyModels.HISTORY,
          together.getHistoryLength());
      Map<String, Double> logits = ScoringTopologyTest.logits(together);
      double alone =
          ScoringTopologyTest.logits(bench.score("i2", "u1", NOON, "item2")).get("item2");
      assertEquals(alone, logits.get("item2"), 1e-5 * Math.max(1, Math.abs(alone)));
      assertNotEquals(
          logits,
          ScoringTopologyTest.logits(bench.score("i3", "u2", NOON, "item1", "item2", "item3")));
    }
  }
}
