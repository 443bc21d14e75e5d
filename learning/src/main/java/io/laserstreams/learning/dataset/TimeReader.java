package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription.Time;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.description.TimeUnit;
import io.laserstreams.learning.dataset.file.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of a column, and refuses implausible ones: read in the wrong unit, most of
 * today's times would be in the year 1970 or in one with five digits.
 */
final class TimeReader {
  private final Time time;

  /** Null for the unit's earliest. */
  private final @Nullable Long from;

  private final long before;

  /**
   * @param clock for the current year
   */
  TimeReader(Time time, Clock clock) {
    this.time = time;
    this.from = time.from() == null ? null : TimeUnit.ISO_8601.millis(time.from());
    this.before =
        time.before() == null ? endOfNextYear(clock) : TimeUnit.ISO_8601.millis(time.before());
  }

  private static long endOfNextYear(Clock clock) {
    return LocalDate.of(LocalDate.now(clock).getYear() + 2, 1, 1)
        .atStartOfDay()
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }

  /**
   * The row's time, in milliseconds since the epoch.
   *
   * @throws InvalidDatasetException if it has none, or an implausible one; the message names file,
   *     line and column
   */
  long millis(Row row) {
    String column = time.columns().get(0);
    String text = text(row);
    long millis;
    try {
      millis = time.unit().millis(text);
    } catch (IllegalArgumentException e) {
      throw row.invalid(column, e.getMessage() + inAnotherUnit(text));
    }
    if (!isPlausible(time.unit(), millis)) {
      throw row.invalid(column, implausible(text, millis));
    }
    return millis;
  }

  /** Whether the row has no time, not even a part of it. */
  boolean isMissing(Row row) {
    return time.columns().stream().allMatch(column -> row.text(column).isEmpty());
  }

  /** The row's time as its columns have it; of parts in ISO 8601. */
  String text(Row row) {
    return time.parts() == null
        ? row.time(time.columns().get(0))
        : TimePartsReader.text(row, time.parts());
  }

  private String implausible(String text, long millis) {
    String times =
        "Times are from %s on and before %s, unless time.from and time.before say otherwise"
            .formatted(Instant.ofEpochMilli(from(time.unit())), Instant.ofEpochMilli(before));
    return "'%s' is not a time in %s, as it would be %s%s. %s"
        .formatted(text, time.unit(), Instant.ofEpochMilli(millis), inAnotherUnit(text), times);
  }

  private boolean isPlausible(TimeUnit unit, long millis) {
    return millis >= from(unit) && millis < before;
  }

  private long from(TimeUnit unit) {
    return from == null ? unit.earliest() : from;
  }

  /** The time in the first unit in which it is plausible, and not in 1970; empty for none. */
  private String inAnotherUnit(String text) {
    for (TimeUnit unit : TimeUnit.values()) {
      try {
        long millis = unit.millis(text);
        if (isPlausible(unit, millis) && millis >= TimeUnit.MILLISECONDS.earliest()) {
          return "; in %s it would be %s".formatted(unit, Instant.ofEpochMilli(millis));
        }
      } catch (IllegalArgumentException e) {
        // Not a time in this unit.
      }
    }
    return "";
  }
}
