package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private Instant now = Instant.ofEpochSecond(1_000);
  private final RestartPolicy policy = new RestartPolicy(8, Duration.ofMinutes(10), () -> now);

  @Test
  void shouldDoubleThePauseUpToHalfAMinuteAndThenGiveUp() {
    List<Long> seconds = new ArrayList<>();
    for (Optional<Duration> pause = policy.afterFailure();
        pause.isPresent();
        pause = policy.afterFailure()) {
      seconds.add(pause.get().toSeconds());
    }

    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L), seconds);
  }

  @Test
  void shouldIgnoreFailuresOutsideTheWindow() {
    for (int i = 0; i < 100; i++) {
      assertEquals(Optional.of(Duration.ofSeconds(1)), policy.afterFailure());
      now = now.plus(Duration.ofMinutes(10));
    }
  }

  @Test
  void shouldNotCountOutages() {
    for (int i = 0; i < 100; i++) {
      assertEquals(Duration.ofSeconds(1), policy.afterOutage());
    }
    assertEquals(Optional.of(Duration.ofSeconds(1)), policy.afterFailure());
  }
}
