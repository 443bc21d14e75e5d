package io.laserstreams.scoring.features;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.time.Duration;
import java.time.Instant;

/**
 * Which event times statistics can be of. One far ahead would hide all that comes before it: an
 * item's newest epoch and its trend only move forward.
 *
 * @param farthestAhead how many milliseconds an event time may be ahead of the wall clock of who
 *     admits it
 */
public record StatisticsTimes(long farthestAhead) {
  /** More than the clocks of two instances can differ. */
  private static final long CLOCKS_APART = Duration.ofDays(1).toMillis();

  /**
   * Refuses statistics of interactions that nobody can have admitted by then.
   *
   * @param now wall-clock time, milliseconds since the epoch
   */
  public void requireUntil(long now, EpochSums sums, StreamingSettings settings) {
    long latest = now + farthestAhead + CLOCKS_APART;
    if (sums.isAfter(latest, settings)) {
      throw new UnreadableBytesException(
          "they are of event times after "
              + Instant.ofEpochMilli(latest)
              + ", which no interaction can have; is features.epoch.ms the same in all instances?");
    }
  }
}
