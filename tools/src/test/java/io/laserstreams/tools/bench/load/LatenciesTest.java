package io.laserstreams.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static Latencies upTo(int millis) {
    Latencies latencies = new Latencies();
    for (int i = millis; i >= 1; i--) {
      latencies.add(i * 1_000_000L);
    }
    return latencies;
  }

  @Test
  void shouldGiveExactPercentiles() {
    Latencies latencies = upTo(3_000);

    assertEquals(3_000, latencies.count());
    assertEquals(1_500, latencies.millis(50));
    assertEquals(2_970, latencies.millis(99));
    assertEquals(3_000, latencies.millis(100));
    assertEquals(1, latencies.millis(0.001));
  }

  @Test
  void shouldCountTimesThatComeAfterAPercentile() {
    Latencies latencies = upTo(3);
    assertEquals(3, latencies.millis(100));

    latencies.add(10_000_000);

    assertEquals(10, latencies.millis(100));
    assertEquals(2, latencies.millis(50));
  }

  @Test
  void shouldGiveTheOnlyTimeAsEachPercentile() {
    assertEquals(1, upTo(1).millis(1));
    assertEquals(1, upTo(1).millis(99));
  }

  @Test
  void shouldRefuseWhatHasNoAnswer() {
    assertThrows(IllegalStateException.class, () -> new Latencies().millis(50));
    assertThrows(IllegalArgumentException.class, () -> upTo(1).millis(0));
    assertThrows(IllegalArgumentException.class, () -> upTo(1).millis(101));
  }
}
