package io.laserstreams.tools.backfill;

import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.ScoringConfigFile;
import java.time.Duration;
import java.util.Locale;

/**
 * Estimates how long waiting at epochs takes: contributions wait half of {@code
 * features.publish.ms} on average, two commits follow each other, and the rest, which was measured,
 * is spent by the brokers and on requests to them.
 */
record EpochWait(long publishMillis, long commitMillis) {
  private static final long REST_MILLIS = 600;

  static EpochWait of(ScoringConfigFile scoring) {
    return new EpochWait(
        scoring.number(ScoringConfig.FEATURES_PUBLISH_MS),
        scoring.number(StreamsKeys.COMMIT_INTERVAL_MS));
  }

  Duration at(long epochs) {
    return Duration.ofMillis(epochs * (REST_MILLIS + publishMillis / 2 + 2 * commitMillis));
  }

  /** For people. */
  String describe(long epochs) {
    return String.format(
        Locale.ROOT,
        "Waiting for scoring at %,d epochs takes about %s: some %.1f s each, at its"
            + " features.publish.ms of %d and commit.interval.ms of %d. Longer epochs"
            + " (features.epoch.ms; a model must be trained with the same, --freshness) mean fewer"
            + " waits, --no-wait none.",
        epochs,
        inWords(at(epochs)),
        at(1).toMillis() / 1e3,
        publishMillis,
        commitMillis);
  }

  private static String inWords(Duration duration) {
    if (duration.toMinutes() < 2) {
      return Math.max(1, duration.toSeconds()) + " s";
    }
    return duration.toHours() < 2
        ? duration.toMinutes() + " min"
        : String.format(
            Locale.ROOT, "%,d h %02d min", duration.toHours(), duration.toMinutesPart());
  }
}
