package io.laserstreams.schema.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.BundleOrigin;
import io.laserstreams.schema.ReleaseManifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an announcement states about a bundle besides its bytes.
 *
 * @param metrics evaluation on the held-back slice, for example {@code auc} and {@code logLoss}
 * @param trainedUntil event time of the newest sample trained on, milliseconds since the epoch
 * @param releasedAt wall-clock time of the release, milliseconds since the epoch
 * @param releasedBy who released it: an application id or a user; null if unknown
 * @param origin the file that an operator published; null if the trainer made the bundle
 */
public record ReleaseFacts(
    Map<String, Double> metrics,
    long trainedUntil,
    long releasedAt,
    @Nullable String releasedBy,
    @Nullable BundleOrigin origin) {
  public ReleaseFacts {
    metrics = Map.copyOf(requireNonNull(metrics, "metrics is null"));
  }

  public ReleaseFacts(Map<String, Double> metrics, long trainedUntil, long releasedAt) {
    this(metrics, trainedUntil, releasedAt, null, null);
  }

  static ReleaseFacts of(ReleaseManifest manifest) {
    return new ReleaseFacts(
        manifest.getMetrics(),
        manifest.getTrainedUntil(),
        manifest.getReleasedAt(),
        manifest.getReleasedBy(),
        manifest.getOrigin());
  }

  /** The same, released by an application or a user. */
  public ReleaseFacts by(String who) {
    return new ReleaseFacts(metrics, trainedUntil, releasedAt, who, origin);
  }

  /** The same, from a file. */
  public ReleaseFacts from(String version, String sha256) {
    return new ReleaseFacts(
        metrics, trainedUntil, releasedAt, releasedBy, new BundleOrigin(version, sha256));
  }
}
