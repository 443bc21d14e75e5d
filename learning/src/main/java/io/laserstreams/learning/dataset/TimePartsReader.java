package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.TimeParts;
import io.laserstreams.learning.dataset.file.Row;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a time together as ISO 8601. */
final class TimePartsReader {
  private static final Pattern ONE_DIGIT_HOUR = Pattern.compile("\\d:.*");
  private static final Pattern WHOLE = Pattern.compile("(\\d{1,9})(?:\\.0+)?");
  private static final int FIRST_YEAR = 1000;

  private TimePartsReader() {}

  /**
   * The row's time.
   *
   * @throws io.laserstreams.learning.dataset.description.InvalidDatasetException if a part is
   *     missing or out of its range; the message names file, line, column and value
   */
  static String text(Row row, TimeParts parts) {
    if (parts.date() != null) {
      String time = parts.time() == null ? "" : row.time(parts.time());
      String padded = ONE_DIGIT_HOUR.matcher(time).matches() ? "0" + time : time;
      return row.time(parts.date()) + (padded.isEmpty() ? "" : "T" + padded);
    }
    int year = number(row, parts.year(), FIRST_YEAR, FIRST_YEAR, 9999);
    int month = number(row, parts.month(), 1, 1, 12);
    int day = number(row, parts.day(), 1, 1, 31);
    String clock =
        "%02d:%02d:%02d"
            .formatted(
                number(row, parts.hour(), 0, 0, 23),
                number(row, parts.minute(), 0, 0, 59),
                number(row, parts.second(), 0, 0, 59));
    try {
      return LocalDate.of(year, month, day) + "T" + clock;
    } catch (DateTimeException e) {
      throw row.invalid(
          parts.columns().get(2), "'%d' is not a day of %d-%02d".formatted(day, year, month));
    }
  }

  /**
   * @param column null for {@code absent}
   */
  private static int number(Row row, @Nullable String column, int absent, int from, int to) {
    if (column == null) {
      return absent;
    }
    String text = row.required(column);
    var matcher = WHOLE.matcher(text);
    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    if (number < from || number > to) {
      throw row.invalid(
          column, "'%s' is not a whole number from %d to %d".formatted(text, from, to));
    }
    return number;
  }
}
