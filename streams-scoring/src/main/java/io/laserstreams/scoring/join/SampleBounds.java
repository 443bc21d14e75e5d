package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What joins and bounds training samples.
 *
 * @param ratingAbove a rating above it is a positive label
 */
public record SampleBounds(Window window, Memory memory, double ratingAbove) {
  /**
   * The attribution windows of impressions. Times are milliseconds since the epoch.
   *
   * @param length from the impression's event time, the end excluded
   * @param grace how much longer than the window a slate waits by the wall clock, from the time of
   *     serving
   * @param lateness how far past the window's end, in event time, a record of the user is that
   *     closes it
   * @param maxOpenPerUser open windows of one user, at most; beyond that the oldest is closed early
   */
  public record Window(Duration length, Duration grace, Duration lateness, int maxOpenPerUser) {
    public Window {
      requireNonNull(length, "length is null");
      requireNonNull(grace, "grace is null");
      requireNonNull(lateness, "lateness is null");
    }

    /** The end of the window of an impression, excluded. */
    public long endOf(long impressionTime) {
      return impressionTime + length.toMillis();
    }

    /** Whether a record of the user with an event time closes the window of an impression. */
    public boolean isClosedBy(long eventTime, long impressionTime) {
      return endOf(impressionTime) + lateness.toMillis() <= eventTime;
    }

    /** Whether the window of an impression is over by the wall clock. */
    public boolean isOver(long now, long servedAt) {
      return servedAt + length.toMillis() + grace.toMillis() <= now;
    }
  }

  /**
   * How impressions are remembered.
   *
   * @param time how long an impression's id is remembered, by the wall clock
   * @param maxImpressions on one partition, at most; beyond that the oldest is forgotten early
   */
  public record Memory(Duration time, long maxImpressions) {
    public Memory {
      requireNonNull(time, "time is null");
    }

    /** Whether an impression's time is over. */
    public boolean isOver(long now, long servedAt) {
      return servedAt + time.toMillis() <= now;
    }
  }

  public SampleBounds {
    if (memory.time().compareTo(window.length().plus(window.grace())) < 0) {
      throw new IllegalArgumentException(
          ("Impressions are remembered for %d ms, which is shorter than the attribution window of"
                  + " %d ms and its grace of %d ms")
              .formatted(
                  memory.time().toMillis(), window.length().toMillis(), window.grace().toMillis()));
    }
  }
}
