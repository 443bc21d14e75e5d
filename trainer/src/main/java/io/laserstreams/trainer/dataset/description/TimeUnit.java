package io.laserstreams.trainer.dataset.description;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** How a column writes a moment. */
public enum TimeUnit {
  @JsonProperty("seconds") SECONDS(1_000, 1),
  @JsonProperty("milliseconds") MILLISECONDS(1, 1),
  @JsonProperty("microseconds") MICROSECONDS(1, 1_000),
  @JsonProperty("nanoseconds") NANOSECONDS(1, 1_000_000),
  /** For example 2026-11-21T17:00:00Z, 2026-11-21T17:00:00, 2026-11-21 17:00:00 or 2026-11-21; without a zone it is UTC. */
  @JsonProperty("iso-8601") ISO_8601(1, 1);

  private final long times;
  private final long through;

  TimeUnit(long times, long through) {
    this.times = times;
    this.through = through;
  }

  /**
   * Milliseconds since the epoch.
   *
   * @throws IllegalArgumentException if the text is no time in this unit
   */
  public long millis(String text) {
    try {
      return this == ISO_8601 ? iso(text.trim().replace(' ', 'T')) : number(text);
    } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException e) {
      throw new IllegalArgumentException("'%s' is no time in %s".formatted(text, this), e);
    }
  }

  private long number(String text) {
    boolean whole = text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 19;
    return whole
        ? Math.multiplyExact(Long.parseLong(text), times) / through
        : new BigDecimal(text).multiply(BigDecimal.valueOf(times)).divideToIntegralValue(BigDecimal.valueOf(through)).longValue();
  }

  private static long iso(String text) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
    boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
    return zoned
        ? java.time.OffsetDateTime.parse(text).toInstant().toEpochMilli()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
