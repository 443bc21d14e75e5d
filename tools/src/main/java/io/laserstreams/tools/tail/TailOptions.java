package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.client.ClusterSettings;

/**
 * What to print of a topic.
 *
 * @param topic its name in the catalogue, or its whole name on the cluster
 * @param start the first record
 * @param filter which records to print
 * @param follow whether to wait for more at the end of the topic
 * @param limit ends after this many printed records
 * @param committed whether to leave out records of transactions that are open or aborted
 */
public record TailOptions(
    ClusterSettings cluster,
    String topic,
    StartPoint start,
    RecordFilter filter,
    boolean follow,
    long limit,
    boolean committed) {
  public TailOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(topic, "topic is null");
    requireNonNull(start, "start is null");
    requireNonNull(filter, "filter is null");
    if (limit < 1) {
      throw new UserException("--limit is " + limit + ", must be 1 or more");
    }
  }
}
