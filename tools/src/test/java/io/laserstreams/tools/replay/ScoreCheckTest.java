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

  private final ReplayPlan tape = ReplayPlanTest.tape(2, 40);
  private final ScoreCheck check = new ScoreCheck(tape, tape.plays().size(), "v1", HISTORY);

  @Test
  void shouldAcceptScoresThatTheRawDataExplain() {
    for (int i = 0; i < tape.plays().size(); i++) {
      check.take(right(tape, i).build());
    }
    assertEquals(List.of(), check.told());
    assertEquals(0, check.missing());
    assertArrayEquals(new double[] {0.5}, check.logits()[7]);
  }

  @Test
  void shouldNameTheImpressionThatWasProcessedOutOfOrder() {
    Impression play = tape.plays().get(20);
    check.take(right(tape, 20).setHistoryLength(play.earlier() - 1).build());
    assertEquals(1, check.faults());
    assertTrue(
        check.told().get(0).contains(play.id() + " was processed out of order"),
        check.told().get(0));
  }

  @Test
  void shouldNameTheImpressionWhoseHistoryEndsTooEarly() {
    check.take(right(tape, 70).setNewestEventTime(tape.newestBefore(70) - 2).build());
    assertTrue(check.told().get(0).contains("out of order"), check.told().get(0));
  }

  @Test
  void shouldNameASecondScore() {
    check.take(right(tape, 0).build());
    assertEquals(-1, check.take(right(tape, 0).build()));
    assertTrue(check.told().get(0).contains("second score"));
    assertEquals(2, check.scores());
  }

  @Test
  void shouldNameAScoreByAnotherModel() {
    check.take(right(tape, 0).setModelVersion("v2").build());
    assertTrue(check.told().get(0).contains("by model v2, not by v1"), check.told().get(0));
  }

  @Test
  void shouldAcceptWhateverIsReleasedAndNothingBeforeTheFirstRelease() {
    ScoreCheck any = new ScoreCheck(tape, tape.plays().size(), null, HISTORY);
    any.take(
        right(tape, 0)
            .setOutcome(ScoreOutcome.NO_MODEL)
            .setModelVersion(null)
            .setHistoryLength(0)
            .build());
    any.take(right(tape, 1).setModelVersion("v1").setScoredAt(1_000).build());
    any.take(right(tape, 2).setModelVersion("v2").setScoredAt(2_000).build());
    any.take(
        right(tape, 4)
            .setOutcome(ScoreOutcome.NO_MODEL)
            .setModelVersion(null)
            .setScoredAt(1_020)
            .setTimings(new Timings(0L, 25_000L, 0L))
            .build());
    assertEquals(
        0, any.faults(), "the last one was begun before the release, on another partition");
    assertEquals(2, any.models());
    assertNull(any.logits()[0]);
    any.take(
        right(tape, 3)
            .setOutcome(ScoreOutcome.NO_MODEL)
            .setModelVersion(null)
            .setScoredAt(1_020)
            .setTimings(new Timings(0L, 5_000L, 0L))
            .build());
    assertTrue(any.told().get(0).contains("NO_MODEL"), any.told().get(0));
  }

  @Test
  void shouldCountWhatIsMissing() {
    check.take(right(tape, 0).build());
    assertEquals(tape.plays().size() - 1, check.missing());
  }

  static ScoredSlate.Builder right(ReplayPlan tape, int index) {
    Impression play = tape.plays().get(index);
    return ScoredSlate.newBuilder()
        .setImpressionId(play.id())
        .setUserId(play.userId())
        .setEventTime(play.eventTime())
        .setOutcome(ScoreOutcome.SCORED)
        .setCandidates(
            List.of(
                ScoredCandidate.newBuilder()
                    .setItemId(play.candidates().get(0).itemId())
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
        .setHistoryLength(Math.min(play.earlier(), HISTORY))
        .setNewestEventTime(play.earlier() == 0 ? null : (Long) tape.newestBefore(index))
        .setTimings(new Timings(0L, 0L, 0L))
        .setScoredAt(0);
  }
}
