package io.laserstreams.learning.dataset.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeUnitTest {
  @Test
  void shouldReadNumbersExactly() {
    assertEquals(1_500, TimeUnit.SECONDS.millis("1.5"));
    assertEquals(1_767_225_600_123L, TimeUnit.SECONDS.millis("1.767225600123E9"));
    assertEquals(1_767_225_600_000L, TimeUnit.NANOSECONDS.millis("1767225600000000000"));
    assertEquals(1, TimeUnit.MICROSECONDS.millis("1999"));
    assertEquals(1, TimeUnit.NANOSECONDS.millis("1999999"));
    assertEquals(-2, TimeUnit.MICROSECONDS.millis("-1001"), "rounded down");
    assertEquals(9_223_372_036_854L, TimeUnit.NANOSECONDS.millis("9223372036854775807"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "999999999999999999",
        "1767225600000000000",
        "9223372036854775808000",
        "1e999999999",
        "1e-999999999",
        "-1e30",
        "NaN",
        "",
        "0x10"
      })
  void shouldRefuseWhatIsNotANumberOrTooLarge(String text) {
    assertThrows(IllegalArgumentException.class, () -> TimeUnit.SECONDS.millis(text));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01,                          2026-01-01T00:00:00Z",
    "2026-01-01 00:00:00.250,             2026-01-01T00:00:00.250Z",
    "'2026-01-01T00:00:00,250',           2026-01-01T00:00:00.250Z",
    "2026-01-01T01:00,                    2026-01-01T01:00:00Z",
    "2026-01-01t01:00:00z,                2026-01-01T01:00:00Z",
    "2026-01-01 01:00:00 UTC,             2026-01-01T01:00:00Z",
    "2026-01-01 01:00:00.123456 UTC,      2026-01-01T01:00:00.123Z",
    "2026-01-01 01:00:00 GMT,             2026-01-01T01:00:00Z",
    "2026-01-01T01:00:00+0100,            2026-01-01T00:00:00Z",
    "2026-01-01T01:00:00.000-0130,        2026-01-01T02:30:00Z",
    "2026-01-01 01:00:00+00,              2026-01-01T01:00:00Z",
    "2026-01-01 01:00:00-08,              2026-01-01T09:00:00Z",
    "2026-01-01 01:00:00.000 -0800,       2026-01-01T09:00:00Z",
    "2026-01-01T01:00:00+01:00,           2026-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999Z,         1969-12-31T23:59:59.999Z"
  })
  void shouldReadIsoAsDatabasesWriteIt(String text, Instant expected) {
    assertEquals(expected, Instant.ofEpochMilli(TimeUnit.ISO_8601.millis(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02/01/2026",
        "2026-02-30",
        "2026-13-01",
        "2026-01-01T25:00",
        "2026-01-01T01:00:00 CET",
        "2026-01-01+01:00",
        "2026-01-01T01:00:00+25:00",
        "2026-01-01T01:00:00+01:00Z",
        "20260101",
        "01:00:00",
        "+12026-01-01",
        "2026-1-1",
        "2026-01-01T"
      })
  void shouldRefuseOtherFormats(String text) {
    assertThrows(IllegalArgumentException.class, () -> TimeUnit.ISO_8601.millis(text));
  }
}
