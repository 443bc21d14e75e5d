package io.laserstreams.tools.bench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Measure RATE = new Measure("rate", "slates/s");

  @Test
  void shouldTakeTheMiddleOfAnOddNumber() {
    Figure figure = Figure.of(RATE, List.of(5.0, 1.0, 3.0));

    assertEquals(3, figure.median());
    assertEquals(1, figure.min());
    assertEquals(5, figure.max());
    assertEquals(List.of(5.0, 1.0, 3.0), figure.values());
  }

  @Test
  void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    assertEquals(2.5, Figure.of(RATE, List.of(4.0, 1.0, 2.0, 3.0)).median());
  }

  @Test
  void shouldRefuseWhatWasNotMeasured() {
    assertThrows(IllegalArgumentException.class, () -> Figure.of(RATE, List.of()));
    assertThrows(IllegalArgumentException.class, () -> Figure.of(RATE, List.of(1.0, Double.NaN)));
  }
}
