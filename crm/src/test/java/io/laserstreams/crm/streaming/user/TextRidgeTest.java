package io.laserstreams.crm.streaming.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextRidgeTest {
  @Test
  void shouldBeTheRidgeRegressionOfAllEvents() {
    TextRidge ridge = TextRidge.of(1);
    double squares = 150;
    double products = 0;
    for (int e = 1; e <= 50; e++) {
      float x = e % 7 - 2;
      ridge.update(new float[] {x}, 0.5 * x + 0.1);
      squares += x * x;
      products += x * (0.5 * x + 0.1);
    }
    assertEquals(2 * products / squares, predict(ridge, 2).mean(), 1e-5);
    assertEquals(4 / squares, predict(ridge, 2).variance(), 1e-6);
  }

  @Test
  void shouldBeLessSureOfWhatItHasNotSeen() {
    TextRidge ridge = TextRidge.of(2);
    for (int e = 0; e < 500; e++) {
      ridge.update(new float[] {1, 0}, 0.3);
    }
    assertTrue(predict(ridge, 1, 0).variance() < predict(ridge, 0, 1).variance() / 4);
    assertEquals(0, predict(ridge, 0, 1).mean());
  }

  private static Prediction predict(TextRidge ridge, float... coordinates) {
    return ridge.predict(List.of(coordinates))[0];
  }
}
