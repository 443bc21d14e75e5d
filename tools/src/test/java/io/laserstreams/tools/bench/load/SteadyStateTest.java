package io.laserstreams.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SteadyStateTest {
  @Test
  void shouldBeSteadyOnceTheNewestWindowsAreAlike() {
    SteadyState steady = new SteadyState(3, 0.1);

    assertFalse(steady.add(10));
    assertFalse(steady.add(50));
    assertFalse(steady.add(95));
    assertFalse(steady.add(100));
    assertTrue(steady.add(98));
  }

  @Test
  void shouldNotBeSteadyWhileNothingHappens() {
    SteadyState steady = new SteadyState(2, 0.1);

    assertFalse(steady.add(0));
    assertFalse(steady.add(0));
  }

  @Test
  void shouldCompareAtLeastTwoWindows() {
    assertThrows(IllegalArgumentException.class, () -> new SteadyState(1, 0.1));
  }
}
