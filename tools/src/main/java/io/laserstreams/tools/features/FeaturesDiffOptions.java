package io.laserstreams.tools.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.client.ClusterSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to compute again.
 *
 * @param share of the impressions, by a hash of their ids, above 0 and at most 1
 * @param seed which impressions those are
 * @param bundles models that served and are not on the models topic
 * @param tolerance largest difference to ignore; with 0 every bit counts
 * @param json file for the report
 */
public record FeaturesDiffOptions(
    ClusterSettings cluster,
    double share,
    long seed,
    List<Path> bundles,
    double tolerance,
    @Nullable Path json) {
  public FeaturesDiffOptions {
    requireNonNull(cluster, "cluster is null");
    bundles = List.copyOf(bundles);
    if (!(share > 0 && share <= 1)) {
      throw new UserException("--sample is " + share + ", must be above 0 and at most 1");
    }
    if (!(tolerance >= 0)) {
      throw new UserException("--tolerance is " + tolerance + ", must not be negative");
    }
  }
}
