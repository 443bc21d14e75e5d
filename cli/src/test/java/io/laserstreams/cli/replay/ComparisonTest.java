package io.laserstreams.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Tape tape = TapeTest.tape(3, 12);
  private final int played = tape.plays().size();
  private final double[] online = new double[played];
  private final Map<String, Double> offline = new HashMap<>();

  ComparisonTest() {
    for (int i = 0; i < played; i++) {
      online[i] = 0.1 * i;
      if (Tape.isSample(tape.plays().get(i))) {
        offline.put(tape.plays().get(i).impressionId(), 0.1 * i);
      }
    }
  }

  @Test
  void shouldHoldWhereAllLogitsAgree() {
    Comparison comparison = compare();
    assertEquals(3 * 7, comparison.compared());
    assertEquals(0, comparison.missing());
    assertTrue(comparison.holds());
  }

  @Test
  void shouldNameTheWorstSample() {
    Play worst = tape.plays().get(30);
    offline.put(worst.impressionId(), online[30] + 0.002);
    online[31] += 0.001;
    Comparison comparison = compare();
    assertFalse(comparison.holds());
    assertEquals(0.002, comparison.maxDifference(), 1e-9);
    assertTrue(comparison.describe().contains(worst.impressionId()), comparison.describe());
  }

  @Test
  void shouldFailWhereOneSideLacksASample() {
    online[30] = Double.NaN;
    Comparison comparison = compare();
    assertEquals(1, comparison.missing());
    assertFalse(comparison.holds());
  }

  @Test
  void shouldFailWhereNothingCouldBeCompared() {
    offline.clear();
    assertFalse(compare().holds());
  }

  private Comparison compare() {
    return Comparison.of(tape.plays(), 0, played, online, offline);
  }
}
