package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreCheckTest {
  private static final int HISTORY = 30;

  private final ReplayPlan plan = ReplayPlanTest.plan(2, 40);
  private final ScoreCheck check = new ScoreCheck(plan, plan.impressions().size(), "v1", HISTORY);

  @Test
  void shouldAcceptScoresThatTheRawDataExplain() {
    for (int i = 0; i < plan.impressions().size(); i++) {
      check.add(right(plan, i).build());
    }
    assertEquals(List.of(), check.firstFaults());
    assertEquals(0, check.missing());
    assertArrayEquals(new double[] {0.5}, check.logits()[7]);
  }

  @Test
  void shouldNameTheImpressionThatWasProcessedOutOfOrder() {
    Impression impression = plan.impressions().get(20);
    check.add(right(plan, 20).setHistoryLength(impression.earlier() - 1).build());
    assertEquals(1, check.faults());
    assertTrue(
        check.firstFaults().get(0).contains(impression.id() + " was processed out of order"),
        check.firstFaults().get(0));
  }

  @Test
  void shouldNameTheImpressionWhoseHistoryEndsTooEarly() {
    check.add(right(plan, 70).setNewestEventTime(plan.newestBefore(70) - 2).build());
    assertTrue(check.firstFaults().get(0).contains("out of order"), check.firstFaults().get(0));
  }

  @Test
  void shouldNameASecondScore() {
    check.add(right(plan, 0).build());
    assertEquals(-1, check.add(right(plan, 0).build()));
    assertTrue(check.firstFaults().get(0).contains("second score"));
    assertEquals(2, check.scores());
  }

  @Test
  void shouldNameAScoreByAnotherModel() {
    check.add(right(plan, 0).setModelVersion("v2").build());
    assertTrue(
        check.firstFaults().get(0).contains("by model v2, not by v1"), check.firstFaults().get(0));
  }

  @Test
  void shouldAcceptWhateverIsReleasedAndNothingBeforeTheFirstRelease() {
    ScoreCheck any = new ScoreCheck(plan, plan.impressions().size(), null, HISTORY);
    any.add(
        right(plan, 0)
            .setOutcome(ScoreOutcome.NO_MODEL)
            .setModelVersion(null)
            .setHistoryLength(0)
            .build());
    any.add(right(plan, 1).setModelVersion("v1").setScoredAt(1_000).build());
    any.add(right(plan, 2).setModelVersion("v2").setScoredAt(2_000).build());
    any.add(
        right(plan, 4)
            .setOutcome(ScoreOutcome.NO_MODEL)
            .setModelVersion(null)
            .setScoredAt(1_020)
            .setTimings(new Timings(0L, 25_000L, 0L))
            .build());
    assertEquals(
        0, any.faults(), "the last one was begun before the release, on another partition");
    assertEquals(2, any.models());
    assertNull(any.logits()[0]);
    any.add(
        right(plan, 3)
            .setOutcome(ScoreOutcome.NO_MODEL)
            .setModelVersion(null)
            .setScoredAt(1_020)
            .setTimings(new Timings(0L, 5_000L, 0L))
            .build());
    assertTrue(any.firstFaults().get(0).contains("NO_MODEL"), any.firstFaults().get(0));
  }

  @Test
  void shouldCountWhatIsMissing() {
    check.add(right(plan, 0).build());
    assertEquals(plan.impressions().size() - 1, check.missing());
  }

  static ScoredSlate.Builder right(ReplayPlan plan, int index) {
    Impression impression = plan.impressions().get(index);
    return ScoredSlate.newBuilder()
        .setImpressionId(impression.id())
        .setUserId(impression.userId())
        .setEventTime(impression.eventTime())
        .setOutcome(ScoreOutcome.SCORED)
        .setCandidates(
            List.of(
                ScoredCandidate.newBuilder()
                    .setItemId(impression.candidates().get(0).itemId())
                    .setProbability(0.62)
                    .setLogit(0.5)
                    .setRank(0)
                    .setPropensity(1)
                    .setKnown(true)
                    .build()))
        .setModelVersion("v1")
        .setExplored(false)
        .setDeadlineMissed(false)
        .setUserKnown(true)
        .setHistoryLength(Math.min(impression.earlier(), HISTORY))
        .setNewestEventTime(impression.earlier() == 0 ? null : (Long) plan.newestBefore(index))
        .setTimings(new Timings(0L, 0L, 0L))
        .setScoredAt(0);
  }
}
