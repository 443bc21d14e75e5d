package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.ClusterSettings;
import java.time.Duration;

/**
 * What to follow.
 *
 * @param cluster whose configuration file, if it is that of streams-knowledge, says its
 *     application.id
 * @param kind users or items
 * @param again whether to ask again about those whose requests were given up
 * @param patience without progress
 */
public record KnowledgeBackfillOptions(
    ClusterSettings cluster, SubjectKind kind, boolean again, Duration patience) {
  public KnowledgeBackfillOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(patience, "patience is null");
  }
}
