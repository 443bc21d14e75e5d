package io.laserstreams.scoring.slate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void shouldOrderByFallingLogitAndKeepTheGivenOrderOfEqualLogits() {
    assertArrayEquals(new int[] {2, 0, 3, 1}, Ranking.byLogit(new float[] {0.5f, -1, 2, 0.5f}));
    assertArrayEquals(new int[] {0, 1, 2}, Ranking.byLogit(new float[] {-0.0f, 0.0f, -0.0f}));
    assertArrayEquals(new int[0], Ranking.byLogit(new float[0]));
  }

  @Test
  void shouldAgreeWithAStableSort() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      float[] logits = new float[random.nextInt(60)];
      for (int i = 0; i < logits.length; i++) {
        logits[i] =
            random.nextInt(3) == 0 ? random.nextInt(5) - 2 : (float) random.nextGaussian() * 10;
      }
      int[] expected =
          IntStream.range(0, logits.length)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> logits[i] + 0.0f).reversed())
              .mapToInt(Integer::intValue)
              .toArray();
      assertArrayEquals(expected, Ranking.byLogit(logits));
    }
  }
}
