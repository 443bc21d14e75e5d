package io.laserstreams.scoring.slate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplorationTest {
  private static final int[] GREEDY = {3, 0, 4, 1, 2};

  @Test
  void shouldGivePropensitiesThatSumToOneForEveryRankAndEveryItem() {
    Exploration exploration = new Exploration(0.3, 7);
    for (int size : new int[] {1, 2, 5, 1000}) {
      for (int fixed = 0; fixed < Math.min(size, 5); fixed++) {
        double overItems = 0;
        double overRanks = 0;
        for (int other = 0; other < size; other++) {
          overItems += exploration.propensity(other, fixed, size);
          overRanks += exploration.propensity(fixed, other, size);
        }
        assertEquals(1, overItems, 1e-9);
        assertEquals(1, overRanks, 1e-9);
      }
    }
  }

  @Test
  void shouldShowEachItemAtEachRankAsOftenAsThePropensitySays() {
    Exploration exploration = new Exploration(0.4, 7);
    int draws = 20_000;
    int[][] shown = new int[GREEDY.length][GREEDY.length];
    int explored = 0;
    for (int draw = 0; draw < draws; draw++) {
      Exploration.Order order = exploration.order("impression-" + draw, GREEDY);
      explored += order.explored() ? 1 : 0;
      for (int rank = 0; rank < GREEDY.length; rank++) {
        shown[order.shown()[rank]][rank]++;
      }
    }
    assertEquals(0.4, explored / (double) draws, 0.02);
    for (int greedyRank = 0; greedyRank < GREEDY.length; greedyRank++) {
      for (int rank = 0; rank < GREEDY.length; rank++) {
        assertEquals(
            exploration.propensity(greedyRank, rank, GREEDY.length),
            shown[GREEDY[greedyRank]][rank] / (double) draws,
            0.02);
      }
    }
  }

  @Test
  void shouldDependOnSeedAndImpressionOnly() {
    Exploration one = new Exploration(1, 7);
    assertArrayEquals(
        one.order("i1", GREEDY).shown(), new Exploration(1, 7).order("i1", GREEDY).shown());
    long differentSeeds =
        IntStream.range(0, 100)
            .filter(
                i ->
                    !Arrays.equals(
                        one.order("i" + i, GREEDY).shown(),
                        new Exploration(1, 8).order("i" + i, GREEDY).shown()))
            .count();
    assertTrue(differentSeeds > 90, "only " + differentSeeds + " of 100 orders differ");
  }

  @Test
  void shouldKeepTheGreedyOrderWithoutExploring() {
    Exploration.Order order = new Exploration(0, 7).order("i1", GREEDY);
    assertFalse(order.explored());
    assertArrayEquals(GREEDY, order.shown());
    assertEquals(1, new Exploration(0, 7).propensity(2, 2, 5));
    assertEquals(0, new Exploration(0, 7).propensity(2, 3, 5));
  }

  @Test
  void shouldRefuseAnInvalidShare() {
    assertThrows(IllegalArgumentException.class, () -> new Exploration(1.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Exploration(Double.NaN, 0));
  }
}
