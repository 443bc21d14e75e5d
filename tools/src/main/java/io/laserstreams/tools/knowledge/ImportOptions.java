package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.client.ClusterSettings;
import java.nio.file.Path;

/**
 * What to import.
 *
 * @param cluster whose configuration file, if it is that of streams-knowledge, says its
 *     application.id
 * @param file of an export
 */
public record ImportOptions(ClusterSettings cluster, Path file) {
  public ImportOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(file, "file is null");
  }
}
