package io.laserstreams.cli.options;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations: 90s, 1m, 2h, 500ms, or ISO-8601's PT1M30S. */
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  @Override
  public Duration convert(String text) {
    Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    Duration duration;
    try {
      duration = matcher.matches() ? of(matcher) : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid(text);
    }
    if (duration.toMillis() < 1) {
      throw invalid(text);
    }
    return duration;
  }

  private static Duration of(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static TypeConversionException invalid(String text) {
    return new TypeConversionException(
        "'" + text + "' is no duration, must be one such as 1m, 90s, 2h or PT1M30S");
  }
}
