package io.laserstreams.knowledge.policy;

import static io.laserstreams.knowledge.policy.RefreshPolicy.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshPolicyTest {
  private static final long NOW = 1_000_000;

  private final RefreshPolicy policy = new RefreshPolicy(5, 1.5, 20, Duration.ofMillis(300));

  @Test
  void shouldBeDueAtColdStartAfterEnoughEvents() {
    assertEquals(NEVER, policy.userDueAt(4, null, NOW));
    assertEquals(NOW, policy.userDueAt(5, null, NOW));
    assertEquals(NOW, policy.userDueAt(500, null, NOW));
  }

  @Test
  void shouldBeDueWhenGrownByTheFactor() {
    Accepted accepted = new Accepted(10, NOW);
    assertEquals(NOW + 300, policy.userDueAt(14, accepted, NOW));
    assertEquals(NOW, policy.userDueAt(15, accepted, NOW));
  }

  @Test
  void shouldBeDueWhenGrownByTheNumber() {
    Accepted accepted = new Accepted(1000, NOW);
    assertEquals(NOW + 300, policy.userDueAt(1019, accepted, NOW));
    assertEquals(NOW, policy.userDueAt(1020, accepted, NOW));
  }

  @Test
  void shouldBeDueWhenOldOnlyIfThereIsANewEvent() {
    Accepted old = new Accepted(10, NOW - 400);
    assertEquals(NEVER, policy.userDueAt(10, old, NOW));
    assertEquals(NOW - 100, policy.userDueAt(11, old, NOW), "overdue");
  }

  @Test
  void shouldBeDueForNewAndChangedItemsOnly() {
    assertEquals(NOW, policy.itemDueAt(0, null, NOW));
    assertEquals(NOW, policy.itemDueAt(-5, null, NOW));
    assertEquals(NEVER, policy.itemDueAt(7, new Accepted(7, NOW - 1_000_000), NOW));
    assertEquals(NOW, policy.itemDueAt(8, new Accepted(7, NOW), NOW));
  }

  @Test
  void shouldRefuseAPolicyThatWouldRequestForever() {
    assertThrows(IllegalArgumentException.class, () -> new RefreshPolicy(0, 2, 1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new RefreshPolicy(1, 1, 1, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> new RefreshPolicy(1, Double.NaN, 1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new RefreshPolicy(1, 2, 0, Duration.ZERO));
  }
}
