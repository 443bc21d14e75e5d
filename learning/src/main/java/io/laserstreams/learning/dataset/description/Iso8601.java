package io.laserstreams.learning.dataset.description;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ISO 8601 as databases and programs write it: a day, or a day and a time separated by a T or a
 * blank. The time zone is {@code Z}, {@code UTC}, {@code GMT}, {@code +01}, {@code +0100} or {@code
 * +01:00}, after an optional blank; UTC if absent.
 */
final class Iso8601 {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?i)(\\d{4}-\\d\\d-\\d\\d)(?:[T ]([\\d:.,]+)(?:"
              + " ?(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d){0,2}))?)?");

  private Iso8601() {}

  /**
   * Milliseconds since the epoch, rounded down.
   *
   * @throws DateTimeException if the text is not such a time
   */
  static long millis(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new DateTimeException(text);
    }
    LocalTime time =
        matcher.group(2) == null
            ? LocalTime.MIDNIGHT
            : LocalTime.parse(matcher.group(2).replace(',', '.'));
    boolean isUtc = matcher.group(3) == null || Character.isLetter(matcher.group(3).charAt(0));
    ZoneOffset offset = isUtc ? ZoneOffset.UTC : ZoneOffset.of(matcher.group(3));
    return LocalDate.parse(matcher.group(1)).atTime(time).toInstant(offset).toEpochMilli();
  }
}
