package io.laserstreams.knowledge.policy;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.BadRecordException;
import java.time.Duration;
import java.time.Instant;

/**
 * Which event times are believed. A record outside is a dead letter; it moves nobody's state and no clock.
 *
 * @param earliest milliseconds since the epoch
 * @param maxAhead how far ahead of the wall clock an event time may be
 */
public record EventTimeBounds(long earliest, Duration maxAhead) {
  public static final String FUTURE = "time-ahead";
  public static final String NEGATIVE = "time-before-1970";
  public static final String PAST = "time-too-early";

  public EventTimeBounds {
    requireNonNull(maxAhead, "maxAhead is null");
  }

  /** @param what names the field in the message, for example {@code eventTime of interaction x} */
  public void require(String what, long eventTime, long now) {
    if (eventTime > now + maxAhead.toMillis()) {
      throw new BadRecordException(FUTURE, what + " is " + Instant.ofEpochMilli(eventTime) + ", more than " + maxAhead
          + " ahead of the clock; milliseconds since 1970 are expected, see event.time.ahead.max.ms");
    }
    if (eventTime < earliest) {
      throw new BadRecordException(eventTime < 0 ? NEGATIVE : PAST, what + " is " + Instant.ofEpochMilli(eventTime) + ", before "
          + Instant.ofEpochMilli(earliest) + "; see event.time.min");
    }
  }
}
