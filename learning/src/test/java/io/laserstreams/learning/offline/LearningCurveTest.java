package io.laserstreams.learning.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
  private static final CurvePoint FIRST = new CurvePoint(1_000, 0.6, 0.785, 0.5);
  private static final CurvePoint SECOND = new CurvePoint(2_000, 0.5, 0.764, 0.6);
  private static final CurvePoint THIRD = new CurvePoint(3_000, 0.4, 0.765, 0.7);

  @Test
  void shouldSayThatFewerPassesSuffice() {
    assertEquals(
        Optional.of(
            "The model was best after 1,000 of 3,000 samples, where validation AUC was 0.78500,"
                + " 0.76500 at the end: fewer passes suffice"),
        LearningCurve.pastItsBest(List.of(FIRST, SECOND, THIRD), FIRST));
  }

  @Test
  void shouldSayNothingIfTheBestIsInTheSecondHalf() {
    assertEquals(
        Optional.empty(), LearningCurve.pastItsBest(List.of(FIRST, SECOND, THIRD), SECOND));
  }

  @Test
  void shouldSayNothingOfASinglePoint() {
    assertEquals(Optional.empty(), LearningCurve.pastItsBest(List.of(FIRST), FIRST));
  }
}
