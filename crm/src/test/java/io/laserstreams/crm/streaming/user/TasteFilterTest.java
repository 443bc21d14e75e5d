package io.laserstreams.crm.streaming.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.factors.ItemFactors;
import java.util.List;
import org.junit.jupiter.api.Test;

class TasteFilterTest {
  private static final ItemFactors FACTORS =
      new ItemFactors(
          3.5f, 0.5f, new float[] {0.1f, -0.2f}, new float[] {1, 0.2f, 2}, new float[0][]);

  /** Two observations within a second, compared with the normal equations solved by hand. */
  @Test
  void shouldAgreeWithBayes() {
    TasteFilter filter = TasteFilter.of(FACTORS);
    filter.update(new float[] {1, 0.5f}, 1, 0.5, 0);
    filter.update(new float[] {1, -1}, -0.5, 0.5, 0);
    double det = 1 * 2 - 0.2 * 0.2;
    double a = 2 / det + (1 + 1) / 0.5;
    double b = -0.2 / det + (0.5 - 1) / 0.5;
    double c = 1 / det + (0.25 + 1) / 0.5;
    double h0 = (2 * 0.1 - 0.2 * -0.2) / det + (1 - 0.5) / 0.5;
    double h1 = (-0.2 * 0.1 + 1 * -0.2) / det + (0.5 * 1 + -1 * -0.5) / 0.5;
    double mean0 = (c * h0 - b * h1) / (a * c - b * b);
    double mean1 = (a * h1 - b * h0) / (a * c - b * b);
    Prediction prediction = predict(filter, 0, 1, 2);
    assertEquals(mean0 + 2 * mean1, prediction.mean(), 1e-6);
    assertEquals((c - 4 * b + 4 * a) / (a * c - b * b), prediction.variance(), 1e-6);
    assertEquals(mean0, filter.bias(), 1e-6);
  }

  @Test
  void shouldGrowLessSureWithTime() {
    TasteFilter filter = TasteFilter.of(FACTORS);
    double sure = predict(filter, 0, 1, 1).variance();
    assertEquals(sure + 0.003 + 0.0005, predict(filter, 5_000, 1, 1).variance(), 1e-6);
    assertEquals(sure + 0.05 + 0.01, predict(filter, 4_000_000, 1, 1).variance(), 1e-6);
  }

  @Test
  void shouldStayStableOverManyEvents() {
    TasteFilter filter = TasteFilter.of(FACTORS);
    for (int e = 0; e < 100_000; e++) {
      filter.update(new float[] {1, e % 7 - 3}, e % 5 - 2, 0.5, e % 3 * 2_000L);
      assertTrue(predict(filter, 0, 1, e % 11 - 5).variance() > 0);
    }
  }

  private static Prediction predict(TasteFilter filter, long gapMillis, float... item) {
    return filter.predict(List.of(item), gapMillis)[0];
  }
}
