package io.laserstreams.runtime.broker;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks up the partition counts and ids of topics. */
public final class TopicPartitions {
  private TopicPartitions() {}

  /**
   * Partition counts by topic, for those of {@code topics} that exist; the brokers' errors are
   * thrown as they are.
   */
  public static Map<String, Integer> of(Admin admin, Set<String> topics)
      throws InterruptedException {
    return describe(admin, topics, topic -> topic.partitions().size());
  }

  /** Shapes by topic, for those of {@code topics} that exist. */
  public static Map<String, TopicShape> shapes(Admin admin, Set<String> topics)
      throws InterruptedException {
    return describe(
        admin, topics, topic -> new TopicShape(topic.topicId(), topic.partitions().size()));
  }

  private static <T> Map<String, T> describe(
      Admin admin, Set<String> topics, Function<TopicDescription, T> property)
      throws InterruptedException {
    Map<String, T> found = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
        admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        found.put(topic.getKey(), property.apply(AdminAnswer.of(topic.getValue())));
      } catch (UnknownTopicOrPartitionException missing) {
        // A missing topic is left out.
      }
    }
    return found;
  }
}
