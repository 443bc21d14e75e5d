package io.laserstreams.tools.describe;

import io.laserstreams.learning.dataset.description.BooleanFormat;
import io.laserstreams.learning.dataset.description.TimeUnit;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the values of a column look like. Not thread-safe. */
final class ColumnProfile {
  /** Beyond so many, further values are not counted apart. */
  static final int MAX_DISTINCT = 200_000;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern ISO = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");
  private static final Pattern CLOCK =
      Pattern.compile("([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?");
  private static final int YEAR_LENGTH = 4;
  private static final int DAY_LENGTH = 10;
  private static final long YEAR_1995 = 788_918_400_000L;

  private final String name;
  private final long until;
  private final Map<String, Integer> values = new LinkedHashMap<>();
  private long rows;
  private long missing;
  private long characters;
  private long numbers;
  private long flags;
  private long iso;
  private long days;
  private long clocks;
  private boolean isList;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * @param clock for what is a plausible time
   */
  ColumnProfile(String name, Clock clock) {
    this.name = name;
    this.until =
        LocalDate.now(clock).plusYears(2).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  void add(String value) {
    rows++;
    if (value.isEmpty()) {
      missing++;
      return;
    }
    characters += value.length();
    flags += BooleanFormat.flag(value) == null ? 0 : 1;
    boolean isTime = ISO.matcher(value).matches() && isIso(value);
    iso += isTime ? 1 : 0;
    days += isTime && value.length() == DAY_LENGTH ? 1 : 0;
    clocks += CLOCK.matcher(value).matches() ? 1 : 0;
    if (NUMBER.matcher(value).matches()) {
      numbers++;
      least = Math.min(least, Double.parseDouble(value));
      most = Math.max(most, Double.parseDouble(value));
    }
    if (values.size() < MAX_DISTINCT || values.containsKey(value)) {
      values.merge(value, 1, Integer::sum);
    }
  }

  void isList() {
    isList = true;
  }

  private static boolean isIso(String value) {
    try {
      TimeUnit.ISO_8601.millis(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  String name() {
    return name;
  }

  long missing() {
    return missing;
  }

  /** Number of values that are not missing. */
  long present() {
    return rows - missing;
  }

  Set<String> distinct() {
    return values.keySet();
  }

  /** How often each value occurs. */
  Map<String, Integer> counts() {
    return values;
  }

  /** Whether each row has a value of its own. */
  boolean isUnique() {
    return missing == 0 && rows > 1 && values.size() == Math.min(rows, MAX_DISTINCT);
  }

  boolean isNumeric() {
    return !isList && present() > 0 && numbers == present();
  }

  boolean isFlag() {
    return !isList && present() > 0 && flags == present() && values.size() <= 2;
  }

  /** Whether all its values are days without a time of day. */
  boolean isDays() {
    return present() > 0 && days == present();
  }

  /** Whether its values are dates, with or without a time of day, of more than one year. */
  boolean hasYears() {
    return timeUnit() == TimeUnit.ISO_8601
        && values.keySet().stream().map(value -> value.substring(0, YEAR_LENGTH)).distinct().count()
            > 1;
  }

  /** Whether all its values are times of day. */
  boolean isClock() {
    return present() > 0 && clocks == present();
  }

  boolean isLists() {
    return isList;
  }

  double averageLength() {
    return present() == 0 ? 0 : (double) characters / present();
  }

  /** The unit in which all its values are plausible times; null for none. */
  @Nullable TimeUnit timeUnit() {
    if (present() == 0 || isList) {
      return null;
    }
    if (iso == present()) {
      return TimeUnit.ISO_8601;
    }
    return isNumeric()
        ? Stream.of(
                TimeUnit.SECONDS,
                TimeUnit.MILLISECONDS,
                TimeUnit.MICROSECONDS,
                TimeUnit.NANOSECONDS)
            .filter(unit -> isPlausible(unit, least) && isPlausible(unit, most))
            .findFirst()
            .orElse(null)
        : null;
  }

  private boolean isPlausible(TimeUnit unit, double number) {
    try {
      long millis = unit.millis(Long.toString((long) number));
      return millis >= YEAR_1995 && millis < until;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The share of its distinct values that are in a set. */
  double shareIn(Set<String> others) {
    if (values.isEmpty()) {
      return 0;
    }
    return (double) values.keySet().stream().filter(others::contains).count() / values.size();
  }

  private String type() {
    if (isList) {
      return "lists";
    }
    if (present() == 0) {
      return "empty";
    }
    TimeUnit unit = timeUnit();
    boolean isTime = unit == TimeUnit.ISO_8601 || values.size() > 2;
    if (unit != null && isTime) {
      return "times in " + unit;
    }
    return isFlag() ? "flag" : isNumeric() ? "numbers" : "text";
  }

  /** For people: its type, how many values, how many are missing. */
  String describe() {
    String type = type();
    String range = type.equals("numbers") ? ", %s to %s".formatted(plain(least), plain(most)) : "";
    return "%s (%s%s, %s%,d distinct%s)"
        .formatted(
            name,
            type,
            range,
            values.size() >= MAX_DISTINCT ? "over " : "",
            values.size(),
            missing == 0 ? "" : ", %,d missing".formatted(missing));
  }

  static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
