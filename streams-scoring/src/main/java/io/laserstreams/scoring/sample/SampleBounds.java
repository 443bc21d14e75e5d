package io.laserstreams.scoring.sample;

/**
 * What joins and bounds training samples. All times are in milliseconds.
 *
 * @param window length of the attribution window, from the impression's event time, its end
 *     excluded
 * @param grace how much longer than the window a slate waits by the wall clock, from the time of
 *     serving
 * @param lateness how far past the window's end, in event time, a record of the user is that closes
 *     it
 * @param ratingAbove a rating above it is a positive label
 * @param maxOpenPerUser open windows of one user, at most; past it the oldest is closed early
 * @param memory how long an impression's id is remembered, by the wall clock
 * @param maxServed impressions remembered on one partition, at most; past it the oldest is
 *     forgotten early
 */
public record SampleBounds(
    long window,
    long grace,
    long lateness,
    double ratingAbove,
    int maxOpenPerUser,
    long memory,
    long maxServed) {
  public SampleBounds {
    if (memory < window + grace) {
      throw new IllegalArgumentException(
          "Impressions are remembered for "
              + memory
              + " ms, which is shorter than the attribution window"
              + " of "
              + window
              + " ms and its grace of "
              + grace
              + " ms");
    }
  }
}
