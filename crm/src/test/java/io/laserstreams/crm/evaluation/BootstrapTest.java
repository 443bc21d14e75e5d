package io.laserstreams.crm.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final int USERS = 200;
  private static final Bootstrap BOOTSTRAP = new Bootstrap(400, 0.95, 3);

  @Test
  void shouldFindTheSpreadOfAMeanOverUsers() {
    // Log losses of users with one sample each are independent, so their mean spreads by deviation
    // / sqrt(users).
    var predictions = new Predictions();
    var random = new Random(1);
    double sum = 0;
    double squares = 0;
    for (int u = 0; u < USERS; u++) {
      double logit = random.nextGaussian();
      predictions.add("u" + u, new double[] {logit}, new boolean[] {true});
      double loss = Math.log1p(Math.exp(-logit));
      sum += loss;
      squares += loss * loss;
    }
    double expected = Math.sqrt((squares / USERS - sum / USERS * sum / USERS) / USERS);
    Interval interval =
        BOOTSTRAP.intervals(new Quality(predictions, 1), predictions).get(Measure.LOG_LOSS);
    assertEquals(sum / USERS, interval.value(), 1e-12);
    assertEquals(expected, interval.deviation(), 0.15 * expected);
    assertEquals(interval.value() - 1.96 * expected, interval.low(), 0.5 * expected);
    assertEquals(interval.value() + 1.96 * expected, interval.high(), 0.5 * expected);
  }

  @Test
  void shouldSeeASmallDifferenceInPairsThatIntervalsSideBySideHide() {
    Predictions better = predictions(0.05);
    Predictions worse = predictions(0);
    Interval alone = BOOTSTRAP.intervals(new Quality(worse, 1), worse).get(Measure.AUC);
    Interval difference = BOOTSTRAP.differences(better, worse, 1).get(Measure.AUC);
    assertTrue(difference.value() < alone.high() - alone.low(), "the intervals overlap");
    assertTrue(difference.low() > 0, "and yet certain: " + difference);
    assertTrue(difference.deviation() < alone.deviation() / 2, difference + " beside " + alone);
  }

  @Test
  void shouldContainTheFigureOfAMeasureThatNoiseIncreases() {
    // As calibrated as can be, so that other users can only be less so.
    var predictions = new Predictions();
    for (int u = 0; u < USERS; u++) {
      predictions.add("u" + u, new double[] {0}, new boolean[] {u % 2 == 0});
    }
    Interval interval =
        BOOTSTRAP
            .intervals(new Quality(predictions, 1), predictions)
            .get(Measure.CALIBRATION_ERROR);
    assertEquals(0, interval.value(), 1e-12);
    assertTrue(interval.low() <= interval.value(), interval.toString());
    assertTrue(interval.high() > interval.value() + 0.02, interval.toString());
  }

  @Test
  void shouldContainEveryFigure() {
    Predictions some = predictions(0.2);
    Predictions other = predictions(0.7);
    for (Map<Measure, Interval> measured :
        List.of(
            BOOTSTRAP.intervals(new Quality(some, 1), some),
            BOOTSTRAP.differences(some, other, 1),
            BOOTSTRAP.differences(List.of(some, other), List.of(other, other), 1))) {
      measured.forEach(
          (measure, interval) ->
              assertTrue(
                  Double.isNaN(interval.value())
                      || (interval.low() <= interval.value()
                          && interval.value() <= interval.high()),
                  measure + ": " + interval));
    }
  }

  @Test
  void shouldCoverOtherSeedsIfThereAreSeveral() {
    Predictions base = predictions(0);
    List<Predictions> unlike = List.of(predictions(0), predictions(0.1), predictions(0.2));
    Interval mean = BOOTSTRAP.differences(unlike, List.of(base, base, base), 1).get(Measure.AUC);
    Interval alike =
        BOOTSTRAP
            .differences(
                List.of(unlike.get(1), unlike.get(1), unlike.get(1)), List.of(base, base, base), 1)
            .get(Measure.AUC);
    double expected =
        (BOOTSTRAP.differences(unlike.get(1), base, 1).get(Measure.AUC).value()
                + BOOTSTRAP.differences(unlike.get(2), base, 1).get(Measure.AUC).value())
            / 3;
    assertEquals(expected, mean.value(), 1e-12);
    assertTrue(mean.deviation() > 2 * alike.deviation(), mean + " beside " + alike);
    assertThrows(
        IllegalArgumentException.class, () -> BOOTSTRAP.differences(unlike, List.of(base), 1));
    assertThrows(
        IllegalArgumentException.class, () -> BOOTSTRAP.differences(List.of(), List.of(), 1));
  }

  @Test
  void shouldRepeatItselfWithTheSameSeed() {
    Predictions predictions = predictions(0.5);
    var quality = new Quality(predictions, 1);
    assertEquals(
        BOOTSTRAP.intervals(quality, predictions), BOOTSTRAP.intervals(quality, predictions));
  }

  @Test
  void shouldFindNoDifferenceBetweenAModelAndItself() {
    Interval difference = BOOTSTRAP.differences(predictions(1), predictions(1), 1).get(Measure.AUC);
    assertEquals(new Interval(0, 0, 0, 0), difference);
  }

  @Test
  void shouldCompareOnlyTheSameSlates() {
    Predictions other = predictions(1);
    other.add("u1", new double[] {1}, new boolean[] {true});
    assertThrows(
        IllegalArgumentException.class, () -> BOOTSTRAP.differences(predictions(1), other, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(1, 0.95, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(100, 1, 1));
  }

  /** The same noise for all; the more is known, the further apart the classes. */
  private static Predictions predictions(double known) {
    var predictions = new Predictions();
    var random = new Random(7);
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < 20; i++) {
        boolean positive = random.nextBoolean();
        predictions.add(
            "u" + u,
            new double[] {random.nextGaussian() + (positive ? known + 0.5 : 0)},
            new boolean[] {positive});
      }
    }
    return predictions;
  }
}
