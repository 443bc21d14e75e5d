package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.Impression;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogitComparisonTest {
  private final ReplayPlan plan = ReplayPlanTest.plan(3, 12);
  private final int played = plan.impressions().size();
  private final double[][] online = new double[played][];
  private final Map<String, double[]> offline = new HashMap<>();

  LogitComparisonTest() {
    for (int i = 0; i < played; i++) {
      online[i] = new double[] {0.1 * i};
      if (plan.impressions().get(i).isSample()) {
        offline.put(plan.impressions().get(i).id(), new double[] {0.1 * i});
      }
    }
  }

  @Test
  void shouldHoldWhereAllLogitsAgree() {
    LogitComparison comparison = compare();
    assertEquals(3 * 7, comparison.compared());
    assertEquals(0, comparison.missing());
    assertTrue(comparison.holds());
  }

  @Test
  void shouldNameTheWorstSample() {
    Impression worst = plan.impressions().get(30);
    offline.put(worst.id(), new double[] {online[30][0] + 0.002});
    online[31][0] += 0.001;
    LogitComparison comparison = compare();
    assertFalse(comparison.holds());
    assertEquals(0.002, comparison.maxDifference(), 1e-9);
    assertTrue(comparison.describe().contains(worst.id()), comparison.describe());
  }

  @Test
  void shouldFailWhereOneSideLacksASample() {
    online[30] = null;
    LogitComparison comparison = compare();
    assertEquals(1, comparison.missing());
    assertFalse(comparison.holds());
  }

  @Test
  void shouldFailWhereNothingCouldBeCompared() {
    offline.clear();
    assertFalse(compare().holds());
  }

  private LogitComparison compare() {
    return LogitComparison.of(plan.impressions(), 0, played, online, offline);
  }
}
