package io.laserstreams.schema.rule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which event times are plausible. The lower bound catches the most common mistake of producers:
 * seconds instead of milliseconds, which put every event into January 1970.
 *
 * @param earliest milliseconds since the epoch, see {@code event.time.min}
 * @param maxAhead how far ahead of the wall clock a time may be, see {@code
 *     event.time.ahead.max.ms}
 */
public record EventTimeBounds(long earliest, Duration maxAhead) {
  public static final String AHEAD = "time-ahead";
  public static final String BEFORE_1970 = "time-before-1970";
  public static final String TOO_EARLY = "time-too-early";

  /**
   * Later than any time of this century counted in seconds, earlier than the datasets that are
   * replayed.
   */
  public static final Instant DEFAULT_EARLIEST = Instant.parse("1980-01-01T00:00:00Z");

  public static final Duration DEFAULT_MAX_AHEAD = Duration.ofMinutes(10);
  public static final EventTimeBounds DEFAULT =
      new EventTimeBounds(DEFAULT_EARLIEST.toEpochMilli(), DEFAULT_MAX_AHEAD);

  /** The {@code updatedAt} of what has always been true. */
  public static final long ALWAYS = 0;

  private static final long THOUSAND = 1_000;

  public EventTimeBounds {
    requireNonNull(maxAhead, "maxAhead is null");
    if (earliest < 0) {
      throw new IllegalArgumentException("earliest is " + earliest + ", must not be before 1970");
    }
  }

  /** Checks since when something has been true, which may be {@link #ALWAYS}. */
  Optional<Violation> checkVersion(String field, long time, long now) {
    return time == ALWAYS ? Optional.empty() : checkEvent(field, time, now);
  }

  /** Checks when something happened; {@code now} is the wall clock's time. */
  Optional<Violation> checkEvent(String field, long time, long now) {
    if (time > now + maxAhead.toMillis()) {
      return Violation.found(
          AHEAD,
          field,
          field
              + " "
              + time
              + " is "
              + Instant.ofEpochMilli(time)
              + ", more than "
              + maxAhead
              + " ahead of the clock (event.time.ahead.max.ms)"
              + hint(time / THOUSAND, now, "Microseconds"));
    }
    if (time < 0) {
      return Violation.found(
          BEFORE_1970,
          field,
          field + " is " + time + "; it is in milliseconds since 1970 and cannot be negative");
    }
    if (time < earliest) {
      return Violation.found(
          TOO_EARLY,
          field,
          field
              + " "
              + time
              + " is "
              + Instant.ofEpochMilli(time)
              + ", before "
              + Instant.ofEpochMilli(earliest)
              + " (event.time.min)"
              + hint(time * THOUSAND, now, "Seconds"));
    }
    return Optional.empty();
  }

  private boolean plausible(long time, long now) {
    return time >= earliest && time <= now + maxAhead.toMillis();
  }

  /** What the time would be in another unit; empty if that is no more plausible. */
  private String hint(long converted, long now, String unit) {
    return plausible(converted, now)
        ? ". "
            + unit
            + "? They would make it "
            + Instant.ofEpochMilli(converted)
            + ", but milliseconds since 1970 are expected"
        : "";
  }
}
