package io.laserstreams.crm.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.factors.Neighbours;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoRatingsTest {
  private static final int ITEMS = 1_000;

  private final FittedItems items = new FittedItems(fittedFactors(), ItemFeatures::unknown);

  private static FittedFactors fittedFactors() {
    var none = new Neighbours(new int[0], new float[0]);
    List<FittedFactors.Row> rows = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      rows.add(new FittedFactors.Row("" + i, false, new float[0], none, none));
    }
    return new FittedFactors(0, null, null, rows);
  }

  private UserState user(int... rated) {
    UserState user = UserState.empty(StreamingSettings.DEFAULT);
    user.use(items);
    for (int item : rated) {
      user.add(items, items.of("" + item), 0, 3, residual(item), 0);
    }
    return user;
  }

  private static float residual(int item) {
    return (item % 7 - 3) / 4f;
  }

  @Test
  void shouldWeighEveryEventByItsItemsSimilarity() {
    var random = new Random(1);
    for (int size : new int[] {1, 5, 16, 300, 512}) {
      int[] rated = random.ints(size, 0, ITEMS + 50).toArray();
      int[] rows = random.ints(0, ITEMS).distinct().limit(200).toArray();
      float[] similarities = new float[rows.length];
      for (int n = 0; n < rows.length; n++) {
        similarities[n] = (n % 3 == 0 ? -1 : 1) * (rows.length - n) / 200f;
      }
      double sum = 0;
      double support = 0;
      for (int item : rated) {
        for (int n = 0; n < rows.length; n++) {
          sum += rows[n] == item ? similarities[n] * residual(item) : 0;
          support += rows[n] == item ? Math.abs(similarities[n]) : 0;
        }
      }
      CoRatings found =
          CoRatings.of(new Neighbours(rows, similarities), new EventsByRow(user(rated).recent()));
      assertEquals(sum, found.sum(), 1e-5);
      assertEquals(support, found.support(), 1e-5);
    }
  }

  @Test
  void shouldTakeTheThirtyMostSimilarEventsForTheTop() {
    int[] rows = new int[40];
    float[] similarities = new float[40];
    double sum = 0;
    double support = 0;
    for (int n = 0; n < 40; n++) {
      rows[n] = 39 - n;
      similarities[n] = 1 - n / 64f;
      sum += n < 30 ? similarities[n] * (double) residual(rows[n]) : 0;
      support += n < 30 ? similarities[n] : 0;
    }
    int[] rated = new Random(1).ints(0, 40).distinct().limit(40).toArray();
    CoRatings found =
        CoRatings.of(new Neighbours(rows, similarities), new EventsByRow(user(rated).recent()));
    assertEquals(sum, found.topSum(), 1e-6);
    assertEquals(support, found.topSupport(), 1e-6);
  }

  @Test
  void shouldFindNothingForAUserWithoutEvents() {
    CoRatings found =
        CoRatings.of(
            new Neighbours(new int[] {0}, new float[] {1}), new EventsByRow(user().recent()));
    assertEquals(new CoRatings(0, 0, 0, 0), found);
  }
}
