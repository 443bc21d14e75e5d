package io.laserstreams.crm.streaming.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.SyntheticStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TasteTest {
  /**
   * The product of two tastes is the covariance of the items' values over users, without the users'
   * biases.
   */
  @Test
  void shouldMultiplyToTheCovarianceOfValues() {
    int size = 5;
    var random = new Random(1);
    double[][] root = new double[size][size];
    double[][] covariance = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        root[i][j] = random.nextGaussian();
      }
    }
    float[] lower = new float[size * (size + 1) / 2];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          covariance[i][j] += root[i][k] * root[j][k];
        }
        if (j <= i) {
          lower[i * (i + 1) / 2 + j] = (float) covariance[i][j];
        }
      }
    }
    var tastes = new TasteSpace(new ItemFactors(3, 1, new float[size], lower, new float[0][]));
    float[] one = {0.5f, 1, -2, 0.3f, 0.7f};
    float[] other = {-9, 0.2f, 1, 1, -1};
    double expected = 0;
    for (int i = 1; i < size; i++) {
      for (int j = 1; j < size; j++) {
        expected += one[i] * covariance[i][j] * other[j];
      }
    }
    float[] a = tastes.place(one);
    float[] b = tastes.place(other);
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
    }
    assertEquals(expected, product, 1e-4 * Math.abs(expected));
  }

  @Test
  void shouldHaveNoTasteIfNothingIsKnown() {
    FittedFactors fitted = TestModels.fittedFactors(10);
    assertEquals(FittedFactors.TASTE_WIDTH, fitted.taste(ItemFeatures.unknown("item1")).length);
    assertNull(fitted.taste(ItemFeatures.unknown("item5")));
    assertNull(fitted.taste(ItemFeatures.unknown("item11")));
    assertNull(FittedFactors.NONE.taste(ItemFeatures.unknown("item1")));
  }

  @Test
  void shouldDeriveAnUnratedItemsTasteFromItsText() {
    FittedFactors fitted = SyntheticStream.fittedFactors(1);
    ItemFeatures withText = SyntheticStream.item("4");
    assertNotNull(fitted.taste(new ItemFeatures("new", List.of(), Map.of(), withText.knowledge())));
  }
}
