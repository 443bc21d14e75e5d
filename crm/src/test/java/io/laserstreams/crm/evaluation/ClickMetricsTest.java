package io.laserstreams.crm.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClickMetricsTest {
  @Test
  void shouldBeOneForPerfectAndZeroForReversedOrder() {
    assertEquals(1, metrics(new double[] {-2, -1, 1, 2}, 0, 0, 1, 1).auc());
    assertEquals(0, metrics(new double[] {-2, -1, 1, 2}, 1, 1, 0, 0).auc());
  }

  @Test
  void shouldCountTiesHalf() {
    assertEquals(0.5, metrics(new double[] {1, 1, 1, 1}, 0, 1, 0, 1).auc());
    assertEquals(0.5, metrics(new double[] {0.0, -0.0}, 0, 1).auc());
    // pairs: (2 over 1) 1, (2 over 2) one half, (1 over 1) one half, (1 over 2) 0
    assertEquals(0.5, metrics(new double[] {1, 2, 2, 1}, 0, 0, 1, 1).auc());
    assertEquals(0.875, metrics(new double[] {1, 2, 2, 3}, 0, 0, 1, 1).auc());
  }

  @Test
  void shouldAgreeWithTheDefinitionOnRandomSamples() {
    var random = new Random(1);
    double[] logits = random.ints(300, 0, 40).mapToDouble(i -> i / 10.0).toArray();
    int[] labels = random.ints(300, 0, 2).toArray();
    double wins = 0;
    double pairs = 0;
    for (int p = 0; p < 300; p++) {
      for (int n = 0; n < 300; n++) {
        if (labels[p] == 1 && labels[n] == 0) {
          wins += logits[p] > logits[n] ? 1 : logits[p] == logits[n] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertEquals(wins / pairs, metrics(logits, labels).auc(), 1e-12);
  }

  @Test
  void shouldHaveNoAucWithoutBothClasses() {
    assertEquals(Double.NaN, metrics(new double[] {1, 2}, 1, 1).auc());
    assertEquals(Double.NaN, new ClickMetrics().logLoss());
  }

  @Test
  void shouldGiveTheLogLossInNats() {
    assertEquals(Math.log(2), metrics(new double[] {0, 0}, 0, 1).logLoss(), 1e-12);
    assertEquals(Math.log1p(Math.exp(-3)), metrics(new double[] {3}, 1).logLoss(), 1e-12);
    assertEquals(1000, metrics(new double[] {-1000}, 1).logLoss(), 1e-9);
  }

  @Test
  void shouldCountTiesOfManySamples() {
    var metrics = new ClickMetrics();
    for (int i = 0; i < 200_000; i++) {
      metrics.add(0.5, i % 2 == 0);
    }
    assertEquals(0.5, metrics.auc(), 1e-12);
  }

  @Test
  void shouldRefuseALogitThatIsNotANumber() {
    assertThrows(IllegalArgumentException.class, () -> new ClickMetrics().add(Double.NaN, true));
  }

  private static ClickMetrics metrics(double[] logits, int... labels) {
    var metrics = new ClickMetrics();
    for (int i = 0; i < logits.length; i++) {
      metrics.add(logits[i], labels[i] == 1);
    }
    return metrics;
  }
}
