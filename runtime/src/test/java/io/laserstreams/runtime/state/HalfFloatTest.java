package io.laserstreams.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
  /** From the standard's own table of binary16. */
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3c00",
    "-2, c000",
    "65504, 7bff",
    "65519, 7bff",
    "65520, 7c00",
    "1e9, 7c00",
    "-Infinity, fc00",
    "6.1035156e-5, 0400",
    "6.097555e-5, 03ff",
    "5.9604645e-8, 0001",
    "2.9802322e-8, 0000",
    "2.99e-8, 0001",
    "0.33325195, 3555",
    "1.0004883, 3c00",
    "1.0014648, 3c02"
  })
  void shouldRoundToTheNearest(float value, String half) {
    assertEquals(half, "%04x".formatted(HalfFloat.of(value)));
  }

  @Test
  void shouldGiveEveryHalfBack() {
    for (int half = Short.MIN_VALUE; half <= Short.MAX_VALUE; half++) {
      float value = HalfFloat.toFloat((short) half);
      if (!Float.isNaN(value)) {
        assertEquals((short) half, HalfFloat.of(value), "half " + half + " is " + value);
      }
    }
    assertTrue(Float.isNaN(HalfFloat.toFloat(HalfFloat.of(Float.NaN))));
  }

  @Test
  void shouldBeOffByHalfAStepAtMost() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) random.nextGaussian();
      assertEquals(value, HalfFloat.rounded(value), Math.max(Math.abs(value) * 0x1p-11, 0x1p-25));
    }
  }

  @Test
  void shouldKnowWhatHalvesHold() {
    assertTrue(HalfFloat.hold(new float[] {0.5f, -1.25f, 0, HalfFloat.rounded(0.1f)}));
    assertFalse(HalfFloat.hold(new float[] {0.5f, 0.1f}));
  }
}
