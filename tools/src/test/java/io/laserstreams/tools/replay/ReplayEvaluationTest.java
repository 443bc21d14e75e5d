package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayEvaluationTest {
  @TempDir Path folder;

  private final ReplayPlan plan = ReplayPlanTest.plan(20, 50);
  private final int played = plan.impressions().size();
  private final ScoreCheck check = new ScoreCheck(plan, played, "v1", 30);
  private final Map<String, double[]> offline = new HashMap<>();

  ReplayEvaluationTest() {
    for (int i = 0; i < played; i++) {
      check.add(ScoreCheckTest.right(plan, i).build());
      offline.put(plan.impressions().get(i).id(), new double[] {0.5});
    }
  }

  @Test
  void shouldHaveTheKeysThatScriptsRead() {
    JsonNode json = new ObjectMapper().valueToTree(evaluate(0));
    assertEquals(90, json.at("/samples").asLong());
    for (String key :
        List.of(
            "/online/auc",
            "/online/logLoss",
            "/offline/auc",
            "/offline/logLoss",
            "/maxLogitDifference",
            "/eventsPerSecond",
            "/latencyMillis/p50",
            "/latencyMillis/p99",
            "/deadLetters",
            "/epochs",
            "/epochWaitSeconds")) {
      assertTrue(json.at(key).isNumber(), key);
    }
    assertEquals(2 * played / 4.0, json.at("/eventsPerSecond").asDouble());
  }

  @Test
  void shouldHoldWhereEverythingAgrees() {
    ReplaySummary summary = evaluate(0);
    assertEquals(List.of(), summary.faults());
    assertEquals(ReplayEvaluation.TEST_PART, summary.part());
    assertTrue(
        String.join("\n", ReplayReport.text(summary)).contains("timestamps partly reconstructed"));
  }

  @Test
  void shouldNotHoldWithADeadLetterOrAnotherLogit() {
    offline.put(plan.impressions().get(played - 1).id(), new double[] {0.6});
    ReplaySummary summary = evaluate(1);
    assertEquals(2, summary.faults().size());
    assertTrue(
        summary.faults().get(0).contains(plan.impressions().get(played - 1).id()),
        summary.faults().get(0));
    assertTrue(
        summary.faults().get(1).contains("1 records became dead letters"), summary.faults().get(1));
  }

  @Test
  void shouldSayInWordsThatThereIsNoAuc() throws IOException {
    ReplaySummary summary =
        new ReplaySummary(
            "made-up",
            null,
            "v1",
            1,
            ReplayEvaluation.TEST_PART,
            3,
            0,
            new ReplaySummary.Quality(Double.NaN, 0.5),
            List.of(),
            new ReplaySummary.Quality(Double.NaN, 0.5),
            0.0,
            3,
            3,
            3,
            0,
            1,
            3,
            1,
            new ReplaySummary.LatencyMillis(1, 2),
            0,
            0,
            0,
            0,
            null,
            List.of());
    String text = String.join("\n", ReplayReport.text(summary));
    assertTrue(
        text.contains("From the score topic   no AUC: all of one class   log loss 0.50000"), text);
    Path file = folder.resolve("replay.json");
    JsonFile.write(file, summary);
    assertTrue(
        new ObjectMapper().readTree(file.toFile()).at("/online/auc").isNull(),
        Files.readString(file));
  }

  private ReplaySummary evaluate(long deadLetters) {
    return ReplayEvaluation.of(
        new ReplayResult(
            plan,
            plan.testFrom(),
            played,
            check,
            new OnlineResult(4, 10, 20, 0, deadLetters, 3, 1.5, null),
            offline),
        "v1",
        512);
  }
}
