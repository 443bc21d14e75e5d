package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.learning.dataset.description.DatasetDescription.Time;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.description.TimeUnit;
import io.laserstreams.learning.dataset.file.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeReaderTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private Instant read(String text, TimeUnit unit, String from, String before) {
    var reader = new TimeReader(new Time("t", unit, from, before, null), NOW);
    var millis = new AtomicLong();
    try {
      Files.writeString(folder.resolve("r.csv"), "t;\n" + text + ";\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var format = new FileFormat(";", null, null, null, null);
    Rows.read(folder.resolve("r.csv"), format, Set.of("t"), row -> millis.set(reader.millis(row)));
    return Instant.ofEpochMilli(millis.get());
  }

  private Instant read(String text, TimeUnit unit) {
    return read(text, unit, null, null);
  }

  private void assertRefused(String text, TimeUnit unit, String why) {
    String message =
        assertThrows(InvalidDatasetException.class, () -> read(text, unit)).getMessage();
    assertEquals(
        "%s, line 2, column 't': '%s' is not a time in %s%s"
            .formatted(folder.resolve("r.csv"), text, unit, why),
        message);
  }

  @Test
  void shouldReadTimesOfTodayInEveryUnit() {
    Instant today = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(today, read("1767225600", TimeUnit.SECONDS));
    assertEquals(today, read("1767225600000", TimeUnit.MILLISECONDS));
    assertEquals(today, read("1767225600000000", TimeUnit.MICROSECONDS));
    assertEquals(today, read("1767225600000000000", TimeUnit.NANOSECONDS));
    assertEquals(today, read("2026-01-01 00:00:00 UTC", TimeUnit.ISO_8601));
  }

  @Test
  void shouldSuggestTheRightUnit() {
    String times =
        ". Times are from 1970-01-01T00:00:00Z on and before 2028-01-01T00:00:00Z, "
            + "unless time.from and time.before say otherwise";
    assertRefused(
        "1767225600000",
        TimeUnit.SECONDS,
        ", as it would be +57971-02-25T00:00:00Z; in milliseconds it would be 2026-01-01T00:00:00Z"
            + times);
    assertRefused(
        "1767225600",
        TimeUnit.MILLISECONDS,
        ", as it would be 1970-01-21T10:53:45.600Z; in seconds it would be 2026-01-01T00:00:00Z"
            + times.replace("1970", "1971"));
    assertRefused(
        "1767225600000",
        TimeUnit.MICROSECONDS,
        ", as it would be 1970-01-21T10:53:45.600Z; in milliseconds it would be"
            + " 2026-01-01T00:00:00Z"
            + times.replace("1970", "1971"));
    assertRefused(
        "1767225600000000000",
        TimeUnit.SECONDS,
        "; in nanoseconds it would be 2026-01-01T00:00:00Z");
    assertRefused("2026-01-01", TimeUnit.SECONDS, "; in iso-8601 it would be 2026-01-01T00:00:00Z");
    assertRefused("yesterday", TimeUnit.SECONDS, "");
  }

  @Test
  void shouldRefuseWhatIsBefore1970OrAfterNextYear() {
    assertRefused(
        "1969-12-31T23:59:59.999Z",
        TimeUnit.ISO_8601,
        ", as it would be 1969-12-31T23:59:59.999Z. Times are from 1970-01-01T00:00:00Z on and"
            + " before 2028-01-01T00:00:00Z, unless time.from and time.before say otherwise");
    assertThrows(InvalidDatasetException.class, () -> read("-1", TimeUnit.SECONDS));
    assertThrows(InvalidDatasetException.class, () -> read("9999-12-31", TimeUnit.ISO_8601));
    assertThrows(
        InvalidDatasetException.class, () -> read("2028-01-01T00:00:00+00:00", TimeUnit.ISO_8601));
    assertEquals(
        Instant.parse("2027-12-31T23:59:59Z"), read("2027-12-31T23:59:59Z", TimeUnit.ISO_8601));
    assertEquals(Instant.EPOCH, read("0", TimeUnit.SECONDS));
  }

  @Test
  void shouldAcceptTheRangeOfTheDescription() {
    assertEquals(
        Instant.parse("1905-01-01T00:00:00Z"),
        read("1905-01-01", TimeUnit.ISO_8601, "1900-01-01", null));
    assertEquals(Instant.ofEpochMilli(7), read("7", TimeUnit.MILLISECONDS, "1970-01-01", null));
    assertEquals(
        Instant.parse("2525-01-01T00:00:00Z"),
        read("2525-01-01", TimeUnit.ISO_8601, null, "2600-01-01"));
    assertThrows(
        InvalidDatasetException.class,
        () -> read("2019-12-31", TimeUnit.ISO_8601, "2020-01-01", null));
    assertThrows(
        InvalidDatasetException.class,
        () -> read("2026-01-01", TimeUnit.ISO_8601, null, "2026-01-01"));
  }
}
