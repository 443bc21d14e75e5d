package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.Uuid;

/**
 * What a topic is.
 *
 * @param id another one after the topic was deleted and made again (KIP-516)
 * @param partitions how many it has
 */
public record TopicShape(Uuid id, int partitions) {
  public TopicShape {
    requireNonNull(id, "id is null");
  }
}
