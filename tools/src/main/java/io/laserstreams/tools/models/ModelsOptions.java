package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.client.ClusterSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which cluster, and whom to ask what became of a change.
 *
 * @param scoring addresses of all instances of scoring; null for the one of the configuration
 * @param patience how long scoring may take to serve another model
 * @param noWait true to ask nobody
 */
public record ModelsOptions(
    ClusterSettings cluster, @Nullable List<URI> scoring, Duration patience, boolean noWait) {
  public ModelsOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(patience, "patience is null");
    scoring = scoring == null ? null : List.copyOf(scoring);
  }
}
