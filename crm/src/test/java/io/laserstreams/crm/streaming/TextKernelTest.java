package io.laserstreams.crm.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextKernelTest {
  /** Every third has no text. */
  private static final int ITEMS = 20;

  private final FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(3));

  private UserState user(int events) {
    UserState user = UserState.empty(StreamingSettings.DEFAULT);
    user.use(items);
    for (int e = 0; e < events; e++) {
      user.add(items, items.of("" + e * 7 % ITEMS), e, 3, residual(e), 0);
    }
    return user;
  }

  private static float residual(int event) {
    return (event % 11 - 5) / 4f;
  }

  private List<FittedItem> slate(int size) {
    return Stream.iterate(0, i -> i + 1).limit(size).map(i -> items.of("" + i % ITEMS)).toList();
  }

  @Test
  void shouldWeighTheNewestEventsBySimilarity() {
    for (int events : new int[] {1, 40, 100, TextKernel.NEWEST, TextKernel.NEWEST + 1, 400}) {
      List<FittedItem> slate = slate(8);
      TextKernel[] kernels = TextKernel.of(slate, user(events).recent());
      for (int k = 0; k < slate.size(); k++) {
        check(kernels[k], slate.get(k), events);
      }
    }
  }

  private void check(TextKernel kernel, FittedItem candidate, int events) {
    double sum = 0;
    double weights = 0;
    double greatest = Double.NaN;
    for (int e = Math.max(0, events - TextKernel.NEWEST); e < events; e++) {
      double cosine = candidate.cosine(items.of("" + e * 7 % ITEMS));
      if (!Double.isNaN(cosine)) {
        double weight = Math.exp((cosine - 1) / 0.1);
        sum += weight * residual(e);
        weights += weight;
        greatest = Double.isNaN(greatest) ? cosine : Math.max(greatest, cosine);
      }
    }
    assertEquals(sum / (weights + 0.01), kernel.near(), 0.01);
    assertEquals(weights, kernel.support(), 0.01 * weights);
    assertEquals(greatest, kernel.greatest(), 1e-5);
  }

  @Test
  void shouldIgnoreOlderEvents() {
    UserState longer = user(300);
    UserState newest = UserState.empty(StreamingSettings.DEFAULT);
    newest.use(items);
    IntStream.range(300 - TextKernel.NEWEST, 300)
        .forEach(e -> newest.add(items, items.of("" + e * 7 % ITEMS), e, 3, residual(e), 0));
    for (int size : new int[] {1, 8}) {
      TextKernel[] ofAll = TextKernel.of(slate(size), longer.recent());
      TextKernel[] ofNewest = TextKernel.of(slate(size), newest.recent());
      for (int k = 0; k < size; k++) {
        assertEquals(ofNewest[k].near(), ofAll[k].near());
        assertEquals(ofNewest[k].wide(), ofAll[k].wide());
        assertEquals(ofNewest[k].nearest(), ofAll[k].nearest());
      }
    }
  }

  @Test
  void shouldHaveTheSameBitsAloneAsAmongOthers() {
    UserState user = user(200);
    TextKernel[] together = TextKernel.of(slate(20), user.recent());
    int withText = 0;
    for (int k = 0; k < together.length; k++) {
      TextKernel alone = TextKernel.of(slate(20).subList(k, k + 1), user.recent())[0];
      assertEquals(alone.near(), together[k].near());
      assertEquals(alone.wide(), together[k].wide());
      assertEquals(alone.greatest(), together[k].greatest());
      withText += together[k].support() > 0 ? 1 : 0;
    }
    assertTrue(withText > 10, withText + " of 20 have a text");
  }
}
