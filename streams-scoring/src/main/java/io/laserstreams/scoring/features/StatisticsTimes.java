package io.laserstreams.scoring.features;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.time.Duration;
import java.time.Instant;

/**
 * The event times that statistics can be of. One far ahead would hide all earlier ones: an item's
 * newest epoch and its trend only move forward.
 *
 * @param maxAhead how many milliseconds an event time may be ahead of the wall clock of the
 *     instance that validates it
 */
public record StatisticsTimes(long maxAhead) {
  /** More than the clocks of two instances can differ. */
  private static final long MAX_CLOCK_DIFFERENCE = Duration.ofDays(1).toMillis();

  /**
   * Requires that the statistics are of interactions that may be valid now.
   *
   * @param now wall-clock time, milliseconds since the epoch
   * @throws UnreadableBytesException if they are of later ones
   */
  public void requireUntil(long now, EpochSums sums, StreamingSettings settings) {
    long latest = now + maxAhead + MAX_CLOCK_DIFFERENCE;
    if (sums.isAfter(latest, settings)) {
      throw new UnreadableBytesException(
          "they are of event times after "
              + Instant.ofEpochMilli(latest)
              + ", which no interaction can have; is features.epoch.ms the same in all instances?");
    }
  }
}
