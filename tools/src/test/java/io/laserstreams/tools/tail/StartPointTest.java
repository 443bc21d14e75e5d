package io.laserstreams.tools.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartPointTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-10T12:00:00Z"));

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z",
    "2026-01-31, 2026-01-31T00:00:00Z",
    "90s, 2026-03-10T11:58:30Z",
    "15m, 2026-03-10T11:45:00Z",
    "2h, 2026-03-10T10:00:00Z",
    "7d, 2026-03-03T12:00:00Z",
    "PT1H30M, 2026-03-10T10:30:00Z"
  })
  void shouldReadTimes(String text, Instant expected) {
    assertEquals(expected, StartPoint.Since.parse(text, CLOCK).time());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "15", "1770000000000", "2026-01-31T12:00", "15M", "P"})
  void shouldRefuseWhatIsNoTime(String text) {
    String message =
        assertThrows(UserException.class, () -> StartPoint.Since.parse(text, CLOCK)).getMessage();
    assertTrue(message.startsWith("--since is '" + text + "', must be a time like"), message);
  }

  @Test
  void shouldRefuseANegativeCount() {
    assertThrows(UserException.class, () -> new StartPoint.Last(-1));
  }
}
