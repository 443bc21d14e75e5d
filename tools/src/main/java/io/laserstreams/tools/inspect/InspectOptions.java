package io.laserstreams.tools.inspect;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.ClusterSettings;

/**
 * What to look at.
 *
 * @param cluster whose configuration file, if it is an app's own, says when knowledge is asked for
 *     and how prompts are worded
 * @param kind user or item
 * @param id as producers write it
 * @param json whether to print one JSON object instead of text
 */
public record InspectOptions(ClusterSettings cluster, SubjectKind kind, String id, boolean json) {
  public InspectOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(id, "id is null");
  }
}
