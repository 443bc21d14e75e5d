package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When rounds run and what is kept in between.
 *
 * @param interval from the beginning of one round to that of the next, at least
 * @param minimum new slates that a round needs
 * @param maximum new slates at which a round begins at once; bounds what waits in memory
 * @param buffer slates kept for replay
 * @param refusalsBeforeReturn after so many refusals in a row training returns to the parameters of
 *     the last release; 0 for never
 * @param frozen whether samples are read and skipped, and nothing is trained, released or written
 */
public record RoundSchedule(
    Duration interval,
    int minimum,
    int maximum,
    int buffer,
    int refusalsBeforeReturn,
    boolean frozen) {
  public RoundSchedule {
    requireNonNull(interval, "interval is null");
    if (minimum < 1 || maximum < minimum) {
      throw new IllegalArgumentException(
          "A round needs at least 1 slate and its maximum not below its minimum, but minimum is "
              + minimum
              + " and maximum "
              + maximum);
    }
    if (buffer < 0 || refusalsBeforeReturn < 0) {
      throw new IllegalArgumentException(
          "buffer "
              + buffer
              + " and refusalsBeforeReturn "
              + refusalsBeforeReturn
              + " must not be negative");
    }
  }
}
