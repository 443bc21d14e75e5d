package io.laserstreams.knowledge.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriorityTest {
  private static final long DAY = 86_400_000;

  private final Priority priority = new Priority(Duration.ofDays(2));

  @Test
  void shouldBeOneMoreForTwiceTheExpectedGain() {
    double one = priority.user(5, 0, DAY, 0.4);
    assertEquals(one + 1, priority.user(10, 0, DAY, 0.4), 1e-9, "twice as active");
    assertEquals(one + 1, priority.user(5, 0, DAY, 0.8), 1e-9, "twice as stale");
    assertEquals(one + 1, priority.user(5, 2 * DAY, 3 * DAY, 0.4), 1e-9, "a half-life later");
  }

  @Test
  void shouldPreferManyEventsInAShortTime() {
    assertTrue(priority.user(20, 9 * DAY, 10 * DAY, 1) > priority.user(20, 0, 10 * DAY, 1));
  }

  @Test
  void shouldBeFiniteWhateverTheHistory() {
    assertTrue(Double.isFinite(priority.user(0, 0, 0, 0)));
    assertTrue(Double.isFinite(priority.user(20, 0, Long.MAX_VALUE / 2, 1)));
  }

  @Test
  void shouldMeasureStalenessByUnseenEventsOrByDrift() {
    assertEquals(0.25, Priority.staleness(40, 30, 0), 1e-9);
    assertEquals(0.6, Priority.staleness(40, 30, 0.6), 1e-9);
    assertEquals(1, Priority.staleness(40, 30, 1.7), 1e-9);
  }

  @Test
  void shouldRefuseAHalfLifeOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> new Priority(Duration.ZERO));
  }
}
