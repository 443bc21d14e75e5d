package io.laserstreams.worker.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Parses the Retry-After header, seconds or a date (RFC 9110, 10.2.3), up to a limit. */
record RetryAfter(InstantSource clock, Duration limit) {
  /** The pause, empty if the header is absent or invalid. */
  Optional<Duration> pause(Optional<String> header) {
    return header
        .flatMap(this::parse)
        .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
        .map(pause -> pause.compareTo(limit) > 0 ? limit : pause);
  }

  private Optional<Duration> parse(String value) {
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
    } catch (NumberFormatException notSeconds) {
      try {
        ZonedDateTime until =
            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        return Optional.of(Duration.between(clock.instant(), until.toInstant()));
      } catch (DateTimeException notADate) {
        return Optional.empty();
      }
    }
  }
}
