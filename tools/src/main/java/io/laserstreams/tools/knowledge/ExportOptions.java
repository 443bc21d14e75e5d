package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.ClusterSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * What to export.
 *
 * @param out a file whose name ends in {@code .parquet}, or a folder for a file of each kind
 * @param kinds users, items or both
 */
public record ExportOptions(ClusterSettings cluster, Path out, List<SubjectKind> kinds) {
  public ExportOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(out, "out is null");
    kinds = List.copyOf(kinds);
  }
}
