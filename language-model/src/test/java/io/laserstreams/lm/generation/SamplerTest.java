package io.laserstreams.lm.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final long[] NO_PROMPT = {};
  private static final float[] LOGITS = logarithms(0.4, 0.3, 0.2, 0.1);

  @Test
  void shouldTakeTheLikeliestTokenAtTemperatureZero() {
    assertEquals(Set.of(0), drawn(Sampling.GREEDY, LOGITS, 10));
  }

  @Test
  void shouldDrawEachTokenAsOftenAsItsProbabilitySays() {
    assertShares(new double[] {0.4, 0.3, 0.2, 0.1}, new Sampling(1, 0, 1, 1));
  }

  @Test
  void shouldSharpenProbabilitiesAtLowTemperature() {
    // Squares of the probabilities: 16, 9, 4, 1 of 30.
    assertShares(
        new double[] {16 / 30.0, 9 / 30.0, 4 / 30.0, 1 / 30.0}, new Sampling(0.5, 0, 1, 1));
  }

  @Test
  void shouldDrawFromTheLikeliestTokensOnly() {
    assertShares(new double[] {4 / 7.0, 3 / 7.0, 0, 0}, new Sampling(1, 2, 1, 1));
  }

  @Test
  void shouldDrawFromTheFewestTokensThatHaveTopPTogether() {
    assertShares(new double[] {4 / 9.0, 3 / 9.0, 2 / 9.0, 0}, new Sampling(1, 0, 0.75, 1));
  }

  @Test
  void shouldTakeTopPOfWhatTopKHasLeft() {
    // Of the two likeliest, the first has 4/7, which is enough for one half.
    assertShares(new double[] {1, 0, 0, 0}, new Sampling(1, 2, 0.5, 1));
  }

  @Test
  void shouldFindTheNucleusOfALargeFlatVocabulary() {
    float[] flat = new float[600];

    Set<Integer> drawn = drawn(new Sampling(1, 0, 0.5, 1), flat, 5_000);

    assertEquals(drawn.size(), IntStream.range(0, 300).filter(drawn::contains).count());
    assertTrue(drawn.size() > 290, "drew " + drawn.size() + " of 300");
  }

  @Test
  void shouldPenaliseTokensThatWereReadOrWritten() {
    Sampler sampler = new Sampler(new Sampling(0, 0, 1, 2), 1, new long[] {0});

    // 2/2, 1.5, 1.2; then 1, .75, 1.2; then 1, .75, .6
    assertEquals(1, sampler.next(new float[] {2, 1.5f, 1.2f}));
    assertEquals(2, sampler.next(new float[] {2, 1.5f, 1.2f}));
    assertEquals(0, sampler.next(new float[] {2, 1.5f, 1.2f}));
  }

  @Test
  void shouldPenaliseNegativeLogitsByMakingThemLower() {
    Sampler sampler = new Sampler(new Sampling(0, 0, 1, 2), 1, new long[] {0});

    assertEquals(1, sampler.next(new float[] {-1, -1.5f}));
  }

  @Test
  void shouldChooseNothingFromWhatIsNoNumber() {
    for (float[] broken :
        new float[][] {
          {1, Float.NaN, 2}, {Float.NaN, 1, 2}, {1, 2, Float.NaN}, {1, Float.POSITIVE_INFINITY, 2}
        }) {
      for (Sampling sampling : new Sampling[] {Sampling.GREEDY, new Sampling(1, 2, 0.9, 1)}) {
        Sampler sampler = new Sampler(sampling, 1, NO_PROMPT);
        assertThrows(IllegalStateException.class, () -> sampler.next(broken.clone()));
      }
    }
  }

  @Test
  void shouldRefuseImpossibleSettings() {
    assertThrows(IllegalArgumentException.class, () -> new Sampling(-1, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 0, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 0, 1, 0.5));
  }

  private static void assertShares(double[] expected, Sampling sampling) {
    int draws = 20_000;
    int[] counts = new int[expected.length];
    SplittableRandom seeds = new SplittableRandom(1);
    for (int i = 0; i < draws; i++) {
      counts[new Sampler(sampling, seeds.nextLong(), NO_PROMPT).next(LOGITS.clone())]++;
    }
    for (int token = 0; token < expected.length; token++) {
      // Four standard deviations of a share of one half.
      assertEquals(expected[token], counts[token] / (double) draws, 0.015, Arrays.toString(counts));
    }
  }

  private static Set<Integer> drawn(Sampling sampling, float[] logits, int draws) {
    Sampler sampler = new Sampler(sampling, 1, NO_PROMPT);
    Set<Integer> tokens = new TreeSet<>();
    for (int i = 0; i < draws; i++) {
      tokens.add(sampler.next(logits.clone()));
    }
    return tokens;
  }

  private static float[] logarithms(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return logits;
  }
}
