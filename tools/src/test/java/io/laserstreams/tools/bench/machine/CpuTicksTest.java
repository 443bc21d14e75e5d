package io.laserstreams.tools.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CpuTicksTest {
  private static final String BEFORE =
      """
      cpu  1000 10 200 5000 100 5 5 0 0 0
      cpu0 500 5 100 2500 50 2 3 0 0 0
      intr 1
      """;

  /** Ten seconds later on two CPUs: 700 ticks more in user mode, 100 stolen, 1,200 idle. */
  private static final String AFTER =
      """
      cpu  1700 10 200 6100 200 5 5 100 0 0
      cpu0 900 5 100 2900 50 2 3 0 0 0
      intr 2
      """;

  @Test
  void shouldNotCountWaitingAsBusy() {
    CpuTicks ticks = CpuTicks.parse(BEFORE);

    assertEquals(6_320, ticks.all());
    assertEquals(1_220, ticks.busy());
  }

  @Test
  void shouldTellWhatOthersTook() {
    CpuTicks before = CpuTicks.parse(BEFORE);
    CpuTicks after = CpuTicks.parse(AFTER);

    assertEquals(2_000, after.all() - before.all());
    assertEquals(0.4, after.others(before, 0), 1e-9);
    assertEquals(0.1, after.others(before, 6), 1e-9);
  }

  @Test
  void shouldTakeRoundingOfOwnTimeForNothing() {
    CpuTicks before = CpuTicks.parse(BEFORE);

    assertEquals(0, CpuTicks.parse(AFTER).others(before, 8.01));
    assertEquals(0, before.others(before, 0));
  }

  @Test
  void shouldRefuseAnotherFile() {
    assertThrows(IllegalArgumentException.class, () -> CpuTicks.parse(""));
    assertThrows(IllegalArgumentException.class, () -> CpuTicks.parse("cpu0 1 2 3 4 5 6 7 8"));
  }
}
