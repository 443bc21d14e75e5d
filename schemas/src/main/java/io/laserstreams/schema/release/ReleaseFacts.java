package io.laserstreams.schema.release;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What an announcement states about a bundle besides its bytes.
 *
 * @param metrics evaluation on the held-back slice, for example {@code auc} and {@code logLoss}
 * @param trainedUntil event time of the newest sample trained on, milliseconds since the epoch
 * @param releasedAt wall-clock time of the release, milliseconds since the epoch
 */
public record ReleaseFacts(Map<String, Double> metrics, long trainedUntil, long releasedAt) {
  public ReleaseFacts {
    metrics = Map.copyOf(requireNonNull(metrics, "metrics is null"));
  }
}
