package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What identifies a topic and lays out its records.
 *
 * @param id changes when the topic is deleted and recreated (KIP-516)
 * @param partitions number of partitions
 */
public record TopicShape(Uuid id, int partitions) {
  public TopicShape {
    requireNonNull(id, "id is null");
  }

  /** Ids by topic. */
  public static Map<String, Uuid> ids(Map<String, TopicShape> topics) {
    Map<String, Uuid> ids = new TreeMap<>();
    topics.forEach((topic, shape) -> ids.put(topic, shape.id()));
    return ids;
  }

  /** Partition counts by topic. */
  public static Map<String, Integer> partitions(Map<String, TopicShape> topics) {
    Map<String, Integer> partitions = new TreeMap<>();
    topics.forEach((topic, shape) -> partitions.put(topic, shape.partitions()));
    return partitions;
  }
}
