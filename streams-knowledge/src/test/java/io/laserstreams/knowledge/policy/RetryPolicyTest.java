package io.laserstreams.knowledge.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private final RetryPolicy policy =
      new RetryPolicy(Duration.ofSeconds(10), 3, Duration.ofSeconds(60), 3);

  @Test
  void shouldWaitLongerWithEachAttemptUpToTheMaximum() {
    assertEquals(10_100, policy.deadline(1, 100));
    assertEquals(30_100, policy.deadline(2, 100));
    assertEquals(60_100, policy.deadline(3, 100));
    assertEquals(60_100, policy.deadline(10_000, 100));
  }

  @Test
  void shouldBeExhaustedAfterTheLastAttempt() {
    assertFalse(policy.exhausted(2));
    assertTrue(policy.exhausted(3));
  }

  @Test
  void shouldRefuseAPolicyWithoutATimeout() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(Duration.ZERO, 2, Duration.ofSeconds(1), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(Duration.ofSeconds(2), 2, Duration.ofSeconds(1), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(Duration.ofSeconds(1), .5, Duration.ofSeconds(1), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofSeconds(1), 0));
  }
}
