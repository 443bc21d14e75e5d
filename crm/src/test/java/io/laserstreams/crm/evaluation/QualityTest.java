package io.laserstreams.crm.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityTest {
  private static final double LN2 = Math.log(2);

  private final Predictions predictions = new Predictions();

  @Test
  void shouldMeasureAUsersCandidatesAmongThemselves() {
    one("a", 1, false);
    one("a", 2, true);
    one("a", 3, true);
    one("b", 5, true);
    one("b", 7, false);
    one("c", 9, true);
    Quality quality = new Quality(predictions, 1);
    // a: both pairs won, three impressions; b: its pair lost, two impressions; c: no pair
    assertEquals(3.0 / 5, quality.measure().get(Measure.GROUPED_AUC), 1e-12);
    assertEquals(1, quality.usersLeftOut());
    // positives 2, 3, 5, 9 against negatives 1, 7: 1 loses to none of them, 7 only to 9
    assertEquals(5.0 / 8, quality.measure().get(Measure.AUC), 1e-12);
  }

  @Test
  void shouldCountTiesHalf() {
    one("a", 1, true);
    one("a", 1, false);
    one("a", 0.0, true);
    one("a", -0.0, false);
    assertEquals(
        (0.5 + 1 + 0 + 0.5) / 4, new Quality(predictions, 1).measure().get(Measure.AUC), 1e-12);
  }

  @Test
  void shouldAgreeWithClickMetrics() {
    var metrics = new ClickMetrics();
    var random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      double logit = random.nextInt(200) / 50.0 - 2;
      boolean positive = random.nextInt(4) > 1;
      one("u" + i % 90, logit, positive);
      metrics.add(logit, positive);
    }
    Map<Measure, Double> measured = new Quality(predictions, 1).measure();
    assertEquals(metrics.auc(), measured.get(Measure.AUC), 1e-12);
    assertEquals(metrics.logLoss(), measured.get(Measure.LOG_LOSS), 1e-12);
  }

  @Test
  void shouldMeasureTheDistanceOfProbabilitiesFromOutcomes() {
    // one bin holds .5 twice with one positive: no error; another .9 twice with one positive: off
    // by .4
    one("a", 0, true);
    one("a", 0, false);
    one("b", logit(0.9), true);
    one("b", logit(0.9), false);
    var quality = new Quality(predictions, 1);
    assertEquals((0 * 2 + 0.4 * 2) / 4, quality.measure().get(Measure.CALIBRATION_ERROR), 1e-12);
    assertEquals(2, quality.calibration().size());
    assertEquals(0.9, quality.calibration().get(1).predicted(), 1e-12);
    assertEquals(0.5, quality.calibration().get(1).observed(), 1e-12);
  }

  @Test
  void shouldRankSlatesOfSeveralCandidates() {
    slate("a", new double[] {3, 2, 1}, false, true, true);
    slate("a", new double[] {3, 2, 1}, true, false, false);
    slate("b", new double[] {1, 2, 3}, true, false, false);
    slate("b", new double[] {1, 2}, false, false);
    one("c", 1, true);
    var quality = new Quality(predictions, 2);
    assertEquals(
        3,
        quality.slatesRanked(),
        "a slate without a positive candidate and one of a single candidate do not count");
    double first = (LN2 / Math.log(3)) / (1 + LN2 / Math.log(3));
    assertEquals((first + 1 + 0) / 3, quality.measure().get(Measure.NDCG), 1e-12);
    assertEquals(2.0 / 3, quality.measure().get(Measure.HIT_RATE), 1e-12);
  }

  @Test
  void shouldCountHitsInSlatesThatHaveMoreThanTheFirstAlone() {
    slate("a", new double[] {2, 1}, true, false);
    var quality = new Quality(predictions, 2);
    assertEquals(0, quality.slatesLongerThanK());
    assertTrue(
        Double.isNaN(quality.measure().get(Measure.HIT_RATE)), "any order would be a hit in it");
    assertEquals(1, quality.measure().get(Measure.NDCG), "which order counts all the same");
    slate("a", new double[] {3, 2, 1}, false, false, true);
    slate("a", new double[] {3, 2, 1}, false, true, false);
    var withLonger = new Quality(predictions, 2);
    assertEquals(2, withLonger.slatesLongerThanK());
    assertEquals(3, withLonger.slatesRanked());
    assertEquals(0.5, withLonger.measure().get(Measure.HIT_RATE));
  }

  @Test
  void shouldGiveAConstantNoCredit() {
    slate("a", new double[] {1, 1, 1}, true, false, false);
    assertEquals(0, new Quality(predictions, 2).measure().get(Measure.NDCG));
    assertEquals(LN2 / Math.log(4), new Quality(predictions, 3).measure().get(Measure.NDCG), 1e-12);
  }

  @Test
  void shouldMeasureNothingWithoutPairsOrSlates() {
    one("a", 1, true);
    Map<Measure, Double> measured = new Quality(predictions, 1).measure();
    assertTrue(Double.isNaN(measured.get(Measure.AUC)));
    assertTrue(Double.isNaN(measured.get(Measure.GROUPED_AUC)));
    assertTrue(Double.isNaN(measured.get(Measure.NDCG)));
    assertTrue(Double.isNaN(new Quality(new Predictions(), 1).measure().get(Measure.LOG_LOSS)));
  }

  @Test
  void shouldCountAUserAsManyTimesAsItsWeight() {
    one("a", 1, true);
    one("b", 0, false);
    one("b", 2, false);
    var doubled = new Predictions();
    doubled.add("a", new double[] {1}, new boolean[] {true});
    for (int i = 0; i < 3; i++) {
      doubled.add("b" + i, new double[] {0}, new boolean[] {false});
      doubled.add("b" + i, new double[] {2}, new boolean[] {false});
    }
    Map<Measure, Double> weighted = new Quality(predictions, 1).measure(new int[] {1, 3});
    new Quality(doubled, 1)
        .measure()
        .forEach(
            (measure, value) -> assertEquals(value, weighted.get(measure), 1e-12, measure.name()));
  }

  @Test
  void shouldRefuseWhatIsNoPrediction() {
    assertThrows(IllegalArgumentException.class, () -> one("a", Double.NaN, true));
    assertThrows(IllegalArgumentException.class, () -> slate("a", new double[0]));
    assertThrows(IllegalArgumentException.class, () -> new Quality(predictions, 0));
  }

  private void one(String user, double logit, boolean positive) {
    slate(user, new double[] {logit}, positive);
  }

  private void slate(String user, double[] logits, boolean... positive) {
    predictions.add(user, logits, positive);
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
