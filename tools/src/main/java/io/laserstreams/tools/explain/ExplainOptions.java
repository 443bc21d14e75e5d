package io.laserstreams.tools.explain;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.client.ClusterSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to explain.
 *
 * @param bundle file of the model that scored the impression; null to read the models topic
 * @param user whose impression it is; null if only one user has one with this id
 * @param item the candidate to report in full; null for the first that was shown
 * @param top how many of its effects to report
 * @param json file for everything about all candidates
 */
public record ExplainOptions(
    ClusterSettings cluster,
    String impressionId,
    @Nullable Path bundle,
    @Nullable String user,
    @Nullable String item,
    int top,
    @Nullable Path json) {
  public ExplainOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(impressionId, "impressionId is null");
    if (top < 1) {
      throw new UserException("--top is " + top + ", must be at least 1");
    }
  }
}
