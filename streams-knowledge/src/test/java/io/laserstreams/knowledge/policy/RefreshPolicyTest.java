package io.laserstreams.knowledge.policy;

import static io.laserstreams.knowledge.subject.RefreshReason.AGE;
import static io.laserstreams.knowledge.subject.RefreshReason.CHANGE;
import static io.laserstreams.knowledge.subject.RefreshReason.COLD_START;
import static io.laserstreams.knowledge.subject.RefreshReason.DRIFT;
import static io.laserstreams.knowledge.subject.RefreshReason.GROWTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.laserstreams.knowledge.policy.RefreshPolicy.Drift;
import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshPolicyTest {
  private static final long NOW = 1_000_000;
  private static final Drift OFF = new Drift(0, 8);

  private final RefreshPolicy policy = policy(OFF);

  @Test
  void shouldBeDueAtColdStartAfterEnoughEvents() {
    assertEquals(Due.NEVER, due(4, null));
    assertEquals(new Due(NOW, COLD_START), due(5, null));
    assertEquals(new Due(NOW, COLD_START), due(500, null));
  }

  @Test
  void shouldBeDueWhenGrownByTheFactor() {
    assertEquals(new Due(NOW + 300, AGE), due(14, accepted(10, NOW)));
    assertEquals(new Due(NOW, GROWTH), due(15, accepted(10, NOW)));
  }

  @Test
  void shouldBeDueWhenGrownByTheNumber() {
    assertEquals(new Due(NOW + 300, AGE), due(1019, accepted(1000, NOW)));
    assertEquals(new Due(NOW, GROWTH), due(1020, accepted(1000, NOW)));
  }

  @Test
  void shouldBeDueWhenOldOnlyIfThereIsANewEvent() {
    Accepted old = accepted(10, NOW - 400);
    assertEquals(Due.NEVER, due(10, old));
    assertEquals(new Due(NOW - 100, AGE), due(11, old), "overdue");
  }

  @Test
  void shouldBeDueWhenTheTasteHasMovedAndAQuarterOfTheWindowIsNew() {
    RefreshPolicy drifting = policy(new Drift(0.5, 8));
    Accepted accepted = accepted(100, NOW);
    assertEquals(new Due(NOW, DRIFT), drifting.userDue(102, accepted, false, () -> 0.5, NOW));
    assertEquals(new Due(NOW + 300, AGE), drifting.userDue(102, accepted, false, () -> 0.49, NOW));
    assertEquals(new Due(NOW + 300, AGE), drifting.userDue(101, accepted, false, () -> 2, NOW));
    assertEquals(Due.NEVER, drifting.userDue(100, accepted, false, () -> 2, NOW));
  }

  @Test
  void shouldGoOnWaitingUntilHalfOfTheDriftIsGone() {
    RefreshPolicy drifting = policy(new Drift(0.5, 8));
    Accepted accepted = accepted(100, NOW);
    assertEquals(new Due(NOW, DRIFT), drifting.userDue(104, accepted, true, () -> 0.25, NOW));
    assertEquals(new Due(NOW + 300, AGE), drifting.userDue(104, accepted, true, () -> 0.24, NOW));
  }

  @Test
  void shouldNotMeasureDriftThatDecidesNothing() {
    RefreshPolicy drifting = policy(new Drift(0.5, 8));
    DoubleSupplier unasked = () -> fail("measured");
    drifting.userDue(500, null, false, unasked, NOW);
    drifting.userDue(120, accepted(100, NOW), false, unasked, NOW);
    drifting.userDue(105, accepted(100, NOW - 300), false, unasked, NOW);
    policy.userDue(105, accepted(100, NOW), false, unasked, NOW);
  }

  @Test
  void shouldBeDueForNewAndChangedItemsOnly() {
    assertEquals(new Due(NOW, COLD_START), policy.itemDue(0, null, NOW));
    assertEquals(new Due(NOW, COLD_START), policy.itemDue(-5, null, NOW));
    assertEquals(Due.NEVER, policy.itemDue(7, accepted(7, NOW - 1_000_000), NOW));
    assertEquals(new Due(NOW, CHANGE), policy.itemDue(8, accepted(7, NOW), NOW));
  }

  @Test
  void shouldRefuseAPolicyThatWouldRequestForever() {
    assertThrows(
        IllegalArgumentException.class, () -> new RefreshPolicy(0, 2, 1, Duration.ZERO, OFF));
    assertThrows(
        IllegalArgumentException.class, () -> new RefreshPolicy(1, 1, 1, Duration.ZERO, OFF));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RefreshPolicy(1, Double.NaN, 1, Duration.ZERO, OFF));
    assertThrows(
        IllegalArgumentException.class, () -> new RefreshPolicy(1, 2, 0, Duration.ZERO, OFF));
    assertThrows(IllegalArgumentException.class, () -> new Drift(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Drift(0.5, 0));
  }

  private Due due(long position, @Nullable Accepted accepted) {
    return policy.userDue(position, accepted, false, () -> 2, NOW);
  }

  private static RefreshPolicy policy(Drift drift) {
    return new RefreshPolicy(5, 1.5, 20, Duration.ofMillis(300), drift);
  }

  private static Accepted accepted(long position, long at) {
    return new Accepted(position, at, null);
  }
}
