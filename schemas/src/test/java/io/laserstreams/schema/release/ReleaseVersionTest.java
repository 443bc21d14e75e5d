package io.laserstreams.schema.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReleaseVersionTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void shouldNameTimeAndNumber() {
    assertEquals("20260102T030405.678Z-0007", ReleaseVersion.of(TIME, 7));
  }

  @Test
  void shouldCountOnFromThePreviousVersion() {
    assertEquals("20260102T030405.678Z-0000", ReleaseVersion.after(null, TIME));
    assertEquals(
        "20260102T030405.688Z-0008",
        ReleaseVersion.after("20260102T030405.678Z-0007", TIME.plusMillis(10)));
    assertEquals("20260102T030405.678Z-0000", ReleaseVersion.after("offline", TIME));
  }

  @Test
  void shouldSortAfterThePreviousVersionWhateverTheClockSays() {
    String version = ReleaseVersion.of(TIME, 9_998);
    for (long step : new long[] {0, -1, -86_400_000, 1, 3_600_000}) {
      String next = ReleaseVersion.after(version, TIME.plusMillis(step));
      assertTrue(next.compareTo(version) > 0, next + " does not sort after " + version);
      version = next;
    }
  }
}
