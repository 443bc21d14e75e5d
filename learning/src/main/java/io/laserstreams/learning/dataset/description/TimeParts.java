package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a time that is spread over several, in UTC: a date in ISO 8601 and the time of
 * day, or numbers.
 *
 * @param date column of days such as 2026-01-31
 * @param time column of times of day such as 9:05 or 09:05:30; null for midnight
 * @param year column of the year, four digits; null if {@code date} is given
 * @param month column of the month, from 1; null if {@code date} is given
 * @param day column of the day, from 1; null for the first of the month
 * @param hour column of the hour, from 0; null for 0
 * @param minute column of the minute; null for 0
 * @param second column of the second; null for 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeParts(
    @Nullable String date,
    @Nullable String time,
    @Nullable String year,
    @Nullable String month,
    @Nullable String day,
    @Nullable String hour,
    @Nullable String minute,
    @Nullable String second) {
  public TimeParts {
    boolean isDate = date != null && year == null && month == null && day == null;
    boolean isNumbers = date == null && time == null && year != null && month != null;
    if (!isDate && !isNumbers) {
      throw new IllegalArgumentException(
          "time.parts must have date, and time if there is one; or year and month, and day if there"
              + " is one");
    }
    boolean isClock = hour != null || minute != null || second != null;
    if (isDate && isClock) {
      throw new IllegalArgumentException(
          "time.parts has both date and hour, minute or second: name the column of the time of day"
              + " as time");
    }
  }

  /** The columns' names, most significant first. */
  public List<String> columns() {
    return Stream.of(date, time, year, month, day, hour, minute, second)
        .filter(Objects::nonNull)
        .toList();
  }
}
