package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.trainer.continuous.ReleaseRule.Action;
import io.laserstreams.trainer.continuous.ReleaseRule.Decision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseRuleTest {
  private final ReleaseRule rule = new ReleaseRule(0.002, 1_000, 20);
  private final SliceScore serving = score(0.70, 0.500);

  @Test
  void shouldReleaseACandidateThatIsBetterOrEqual() {
    assertEquals(Action.RELEASE, decide(score(0.71, 0.495), serving).action());
    assertEquals(Action.RELEASE, decide(serving, serving).action());
  }

  @Test
  void shouldRefuseHigherLogLossOrLowerAucBeyondTheTolerance() {
    assertEquals(Action.RELEASE, decide(score(0.6981, 0.5019), serving).action());
    assertEquals(Action.REFUSE, decide(score(0.71, 0.5021), serving).action());
    Decision refused = decide(score(0.6979, 0.495), serving);
    assertEquals(Action.REFUSE, refused.action());
    assertTrue(
        refused.reason().contains("0.4950 against 0.5000")
            && refused.reason().contains("0.6979 against 0.7000"),
        refused.reason());
  }

  @Test
  void shouldRefuseACandidateThatIsNoBetterThanChance() {
    // 200 positives and 800 negatives: three standard deviations of chance are 0.0685.
    assertEquals(Action.REFUSE, decide(score(0.568, 0.4), null).action());
    assertEquals(Action.RELEASE, decide(score(0.569, 0.4), null).action());
    assertEquals(Action.REFUSE, decide(score(0.52, 0.4), score(0.51, 0.5)).action());
    assertEquals(Action.REFUSE, decide(score(Double.NaN, 0.4), null).action());
    assertEquals(Action.REFUSE, decide(score(0.7, Double.NaN), null).action());
  }

  @Test
  void shouldWaitForALargeEnoughSlice() {
    assertEquals(Action.WAIT, decide(new SliceScore(1_000, 19, 0.9, 0.1), null).action());
    assertEquals(Action.WAIT, decide(new SliceScore(1_000, 981, 0.9, 0.1), null).action());
    assertEquals(Action.WAIT, rule.decide(score(0.7, 0.4), Optional.empty(), 999).action());
    assertEquals(Action.RELEASE, rule.decide(score(0.71, 0.4), Optional.of(serving), 999).action());
  }

  @Test
  void shouldReplaceAServingModelWithoutFigures() {
    assertEquals(Action.RELEASE, decide(score(0.7, 0.5), score(Double.NaN, Double.NaN)).action());
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
