package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** The unit of a column of times. */
public enum TimeUnit {
  @JsonProperty("seconds")
  SECONDS(1_000, 1),
  @JsonProperty("milliseconds")
  MILLISECONDS(1, 1),
  @JsonProperty("microseconds")
  MICROSECONDS(1, 1_000),
  @JsonProperty("nanoseconds")
  NANOSECONDS(1, 1_000_000),
  /** As {@link Iso8601} reads it. */
  @JsonProperty("iso-8601")
  ISO_8601(1, 1);

  private static final int MAX_DIGITS = 40;
  private static final long YEAR_1971 = Instant.parse("1971-01-01T00:00:00Z").toEpochMilli();

  private final long multiplier;
  private final long divisor;

  TimeUnit(long multiplier, long divisor) {
    this.multiplier = multiplier;
    this.divisor = divisor;
  }

  /**
   * Milliseconds since the epoch, rounded down.
   *
   * @throws IllegalArgumentException if the text is not a time in this unit
   */
  public long millis(String text) {
    try {
      return this == ISO_8601 ? Iso8601.millis(text) : number(text);
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException("'%s' is not a time in %s".formatted(text, this), e);
    }
  }

  /**
   * The earliest plausible time: in the finer units, today's seconds would be a time in January
   * 1970.
   */
  public long earliest() {
    return this == SECONDS || this == ISO_8601 ? 0 : YEAR_1971;
  }

  private long number(String text) {
    if (text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Math.multiplyExact(Long.parseLong(text), multiplier) / divisor;
    }
    BigDecimal number = new BigDecimal(text);
    if (text.length() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
      throw new ArithmeticException("too many digits");
    }
    return number
        .multiply(BigDecimal.valueOf(multiplier))
        .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.FLOOR)
        .longValueExact();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
