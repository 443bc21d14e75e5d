package io.laserstreams.tools.describe;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the time of a row is written.
 *
 * @param yaml in a description
 * @param guessed for people
 * @param unknown what could not be guessed, for people; null for nothing
 */
record TimeGuess(String yaml, String guessed, @Nullable String unknown) {
  /**
   * Of this column of times, and the first column of times of day if it has days alone.
   *
   * @param columns all of the file
   */
  static TimeGuess of(ColumnProfile time, List<ColumnProfile> columns) {
    String day = time.name();
    ColumnProfile clock =
        time.isDays()
            ? columns.stream().filter(ColumnProfile::isClock).findFirst().orElse(null)
            : null;
    if (clock != null) {
      return new TimeGuess(
          "{parts: {date: %s, time: %s}}".formatted(YamlText.of(day), YamlText.of(clock.name())),
          "'%s' and '%s' are the time, in UTC".formatted(day, clock.name()),
          null);
    }
    String unit = requireNonNull(time.timeUnit(), "unit is null").toString();
    return new TimeGuess(
        "{column: %s, unit: %s}".formatted(YamlText.of(day), unit),
        "'%s' is the time, in %s".formatted(day, unit),
        time.isDays()
            ? ("'%s' has days alone: what came first on a day is unknown, and rows are ordered by"
                    + " user and item")
                .formatted(day)
            : null);
  }
}
