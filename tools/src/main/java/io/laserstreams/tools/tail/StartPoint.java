package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The first record to print. */
public sealed interface StartPoint {
  /** All records that the topic still has. */
  record Beginning() implements StartPoint {}

  /**
   * The newest records that match.
   *
   * @param count over all partitions; 0 for only those that are still to come
   */
  record Last(int count) implements StartPoint {
    public Last {
      if (count < 0) {
        throw new UserException("--last is " + count + ", must be 0 or more");
      }
    }
  }

  /**
   * Records whose record time is at or after this one.
   *
   * @param time compared with the record's time, not with times in its value
   */
  record Since(Instant time) implements StartPoint {
    public Since {
      requireNonNull(time, "time is null");
    }

    /**
     * Reads a time with a zone, a day in UTC, or how long ago, such as {@code PT15M} and {@code
     * 15m}.
     *
     * @throws UserException if the text is none of these
     */
    public static Since parse(String text, InstantSource clock) {
      try {
        return new Since(time(text, clock));
      } catch (DateTimeException | ArithmeticException e) {
        throw new UserException(
            "--since is '"
                + text
                + "', must be a time like 2026-01-31T12:00:00Z, a day like 2026-01-31 (UTC), or how"
                + " long ago, like 90s, 15m, 2h, 7d or PT1H30M",
            e);
      }
    }

    private static Instant time(String text, InstantSource clock) {
      if (text.startsWith("P")) {
        return clock.instant().minus(Duration.parse(text));
      }
      if (text.matches("\\d{1,9}[smh]")) {
        return clock.instant().minus(Duration.parse("PT" + text));
      }
      if (text.matches("\\d{1,6}d")) {
        return clock.instant().minus(Duration.parse("P" + text));
      }
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }
}
