package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.trainer.continuous.ReleaseRule.Decision;
import io.laserstreams.trainer.continuous.ReleaseRule.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseRuleTest {
  private final ReleaseRule rule = new ReleaseRule(0.002, 1_000, 20);
  private final SliceScore serving = score(0.70, 0.500);

  @Test
  void shouldReleaseWhatIsBetterOrEqual() {
    assertEquals(Verdict.RELEASE, decide(score(0.71, 0.495), serving).verdict());
    assertEquals(Verdict.RELEASE, decide(serving, serving).verdict());
  }

  @Test
  void shouldRefuseHigherLogLossOrLowerAucBeyondTheTolerance() {
    assertEquals(Verdict.RELEASE, decide(score(0.6981, 0.5019), serving).verdict());
    assertEquals(Verdict.REFUSE, decide(score(0.71, 0.5021), serving).verdict());
    Decision refused = decide(score(0.6979, 0.495), serving);
    assertEquals(Verdict.REFUSE, refused.verdict());
    assertTrue(
        refused.reason().contains("0.4950 against 0.5000")
            && refused.reason().contains("0.6979 against 0.7000"),
        refused.reason());
  }

  @Test
  void shouldRefuseWhatChanceReaches() {
    // 200 positives and 800 negatives: three standard deviations of chance are 0.0685.
    assertEquals(Verdict.REFUSE, decide(score(0.568, 0.4), null).verdict());
    assertEquals(Verdict.RELEASE, decide(score(0.569, 0.4), null).verdict());
    assertEquals(Verdict.REFUSE, decide(score(0.52, 0.4), score(0.51, 0.5)).verdict());
    assertEquals(Verdict.REFUSE, decide(score(Double.NaN, 0.4), null).verdict());
    assertEquals(Verdict.REFUSE, decide(score(0.7, Double.NaN), null).verdict());
  }

  @Test
  void shouldWaitForEnoughToJudgeBy() {
    assertEquals(Verdict.WAIT, decide(new SliceScore(1_000, 19, 0.9, 0.1), null).verdict());
    assertEquals(Verdict.WAIT, decide(new SliceScore(1_000, 981, 0.9, 0.1), null).verdict());
    assertEquals(Verdict.WAIT, rule.decide(score(0.7, 0.4), Optional.empty(), 999).verdict());
    assertEquals(
        Verdict.RELEASE, rule.decide(score(0.71, 0.4), Optional.of(serving), 999).verdict());
  }

  @Test
  void shouldReplaceAServingModelThatHasNoFigures() {
    assertEquals(Verdict.RELEASE, decide(score(0.7, 0.5), score(Double.NaN, Double.NaN)).verdict());
  }

  @Test
  void shouldRefuseImpossibleSettings() {
    assertThrows(IllegalArgumentException.class, () -> new ReleaseRule(-0.1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ReleaseRule(Double.NaN, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ReleaseRule(0, 0, 0));
  }

  private Decision decide(SliceScore candidate, SliceScore serving) {
    return rule.decide(candidate, Optional.ofNullable(serving), 1_000);
  }

  private static SliceScore score(double auc, double logLoss) {
    return new SliceScore(1_000, 200, auc, logLoss);
  }
}
