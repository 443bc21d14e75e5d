package io.laserstreams.runtime.broker;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks a cluster how many partitions topics have, and whether they are still the same topics. */
public final class TopicPartitions {
  private TopicPartitions() {}

  /**
   * Number of partitions by topic, for those of {@code topics} that exist; the brokers' errors are
   * thrown as they are.
   */
  public static Map<String, Integer> of(Admin admin, Set<String> topics)
      throws InterruptedException {
    return describe(admin, topics, topic -> topic.partitions().size());
  }

  /** Shapes by topic, as {@link #of}. */
  public static Map<String, TopicShape> shapes(Admin admin, Set<String> topics)
      throws InterruptedException {
    return describe(
        admin, topics, topic -> new TopicShape(topic.topicId(), topic.partitions().size()));
  }

  private static <T> Map<String, T> describe(
      Admin admin, Set<String> topics, Function<TopicDescription, T> what)
      throws InterruptedException {
    Map<String, T> found = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
        admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        found.put(topic.getKey(), what.apply(AdminAnswer.of(topic.getValue())));
      } catch (UnknownTopicOrPartitionException e) {
        // It is left out.
      }
    }
    return found;
  }
}
