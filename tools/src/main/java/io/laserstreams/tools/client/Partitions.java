package io.laserstreams.tools.client;

import io.laserstreams.runtime.failure.UserException;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The partitions of a topic that must exist. */
public final class Partitions {
  private Partitions() {}

  /**
   * @throws UserException if there is no such topic
   */
  public static List<TopicPartition> of(Consumer<?, ?> consumer, String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new UserException(
          "There is no topic "
              + topic
              + " on this cluster. Check --prefix, or create it with: laser topics apply");
    }
    return found.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }
}
