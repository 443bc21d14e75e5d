package io.laserstreams.schema.release;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a released model, for example {@code 20260102T030405.678Z-0007}: the time of the
 * release and its number. Names compare as strings in the order of their releases.
 */
public final class ReleaseVersion {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern VERSION = Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}Z)-(\\d{4,})");

  private ReleaseVersion() {}

  /** The version of release {@code number} made at {@code time}. */
  public static String of(Instant time, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("number is " + number + "; releases are counted from 0");
    }
    return String.format(
        Locale.ROOT, "%s-%04d", TIME.format(requireNonNull(time, "time is null")), number);
  }

  /**
   * The version that follows {@code previous} and sorts after it, even if the clock was set back.
   *
   * @param previous the newest version so far, null if absent; one in another format starts the
   *     numbers again
   */
  public static String after(@Nullable String previous, Instant now) {
    if (previous == null) {
      return of(now, 0);
    }
    Matcher matcher = VERSION.matcher(previous);
    if (!matcher.matches()) {
      return of(now, 0);
    }
    long number = Long.parseLong(matcher.group(2)) + 1;
    Instant earliest = time(matcher.group(1), previous).plusMillis(1);
    return of(now.isBefore(earliest) ? earliest : now, number);
  }

  private static Instant time(String text, String version) {
    try {
      return TIME.parse(text, Instant::from);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Version " + version + " does not start with a time such as 20260102T030405.678Z", e);
    }
  }
}
