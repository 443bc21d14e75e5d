package io.laserstreams.learning.factors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.Neighbours;
import io.laserstreams.crm.streaming.factors.TextSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("torch")
class FactorFitterTest {
  private static final int ITEMS = 30;
  private static final int USERS = 200;

  /**
   * Two tastes, for items below 15 and from 15 on: the first number of an item's text is its taste,
   * the second its quality.
   */
  private static ItemFeatures item(String id) {
    int number = Integer.parseInt(id);
    var random = new Random(number);
    float[] vector = {
      number < ITEMS / 2 ? 1 : -1, number % 3 - 1, random.nextFloat() / 5, random.nextFloat() / 5
    };
    return new ItemFeatures(id, List.of(), Map.of(), vector);
  }

  private static FactorFitter fitter() {
    List<ItemFeatures> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      items.add(item("" + i));
    }
    return new FactorFitter(items, FactorFitterTest::item, 1);
  }

  /** A fitter with events of all items but item 0. */
  private static FactorFitter withEvents() {
    FactorFitter fitter = fitter();
    var random = new Random(2);
    for (int event = 0; event < 6_000; event++) {
      int user = random.nextInt(USERS);
      int item = 1 + random.nextInt(ITEMS - 1);
      float residual = (user % 2 == 0) == item < ITEMS / 2 ? 1 : -1;
      float value = 3 + residual + 0.5f * (item % 3 - 1) + (float) random.nextGaussian() * 0.3f;
      fitter.add("u" + user, "" + item, event, value, residual, true);
    }
    return fitter;
  }

  @Test
  void shouldFindBiasesAndTastes() {
    FittedFactors fitted = withEvents().fit();
    assertEquals(5_999, fitted.fittedUntil());
    assertEquals(3, fitted.factors().mean(), 0.1);
    assertTrue(fitted.factors().noise() < 0.3, "noise is " + fitted.factors().noise());
    FittedItem[] items = new FittedItem[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      items[i] = fitted.place(item("" + i));
    }
    for (int i = 1; i < ITEMS; i++) {
      assertEquals(0.5 * (i % 3 - 1), items[i].bias(), 0.25);
      boolean likeFirst = dot(items[i], items[1]) > 0;
      assertEquals(i < ITEMS / 2, likeFirst, "item " + i);
      assertEquals(
          i < ITEMS / 2, similarity(items[1].coRated(), items[i].row()) > 0 || i == 1, "item " + i);
    }
    assertTrue(dot(items[0], items[1]) > 0, "an item without values is placed by its text");
    assertTrue(items[0].bias() < 0);
  }

  private static float similarity(Neighbours neighbours, int row) {
    for (int i = 0; i < neighbours.size(); i++) {
      if (neighbours.row(i) == row) {
        return neighbours.similarity(i);
      }
    }
    return 0;
  }

  private static double dot(FittedItem a, FittedItem b) {
    double sum = 0;
    for (int f = 1; f < a.factors().length; f++) {
      sum += a.factors()[f] * b.factors()[f];
    }
    return sum;
  }

  @Test
  void shouldFitNothingToNothing() {
    assertSame(FittedFactors.NONE, fitter().fit());
    FactorFitter fitter = fitter();
    fitter.add("u", "1", 1, 5, 1, false);
    assertSame(FittedFactors.NONE, fitter.fit());
  }

  @Test
  void shouldAddItemsThatTheCatalogueLacked() {
    FactorFitter fitter = withEvents();
    fitter.add("u1", "77", 7_000, 5, 1, true);
    FittedItem added = fitter.fit().place(item("77"));
    assertEquals(ITEMS, added.row());
    assertTrue(added.placed());
  }

  @Test
  void shouldKeepTheStrongestFirst() {
    Neighbours strongest = LargestMagnitudes.of(new float[] {0.1f, -0.9f, 0, 0.5f, 0.5f}, 3);
    assertEquals(3, strongest.size());
    assertArrayEquals(
        new int[] {1, 3, 4}, new int[] {strongest.row(0), strongest.row(1), strongest.row(2)});
    assertEquals(-0.9f, strongest.similarity(0));
    assertEquals(0, similarity(strongest, 0));
  }

  @Test
  void shouldFindPrincipalAxesByFallingVariance() {
    List<float[]> vectors = new ArrayList<>();
    var random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      double wide = random.nextGaussian() * 3;
      double narrow = random.nextGaussian();
      vectors.add(
          new float[] {
            (float) (wide + narrow + 5),
            (float) (wide - narrow),
            (float) random.nextGaussian() * 0.1f
          });
    }
    TextSpace space = TextSpaceFit.fit(vectors, 2, 1);
    assertEquals(5, space.mean()[0], 0.3);
    assertEquals(1 / Math.sqrt(2), Math.abs(space.components()[0][0]), 0.02);
    assertEquals(3 * Math.sqrt(2), space.scales()[0], 0.2);
    assertEquals(Math.sqrt(2), space.scales()[1], 0.1);
    assertNull(TextSpaceFit.fit(List.of(), 2, 1));
  }
}
