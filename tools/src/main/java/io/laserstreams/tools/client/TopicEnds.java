package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.laserstreams.runtime.broker.AdminAnswer;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of topics, and how far a consumer group is from them. Ends include records that are not
 * committed yet.
 */
public final class TopicEnds {
  private final Admin admin;
  private final Map<String, List<TopicPartition>> partitions = new HashMap<>();

  public TopicEnds(Admin admin) {
    this.admin = requireNonNull(admin, "admin is null");
  }

  /** The ends of several topics now. */
  public static Map<TopicPartition, Long> read(AppConfig config, List<Topic> topics) {
    Map<TopicPartition, Long> all = new HashMap<>();
    try (Admin admin = Admin.create(config.clients().admin())) {
      TopicEnds ends = new TopicEnds(admin);
      topics.forEach(topic -> all.putAll(ends.of(config.topic(topic))));
    }
    return all;
  }

  /**
   * The partitions of a topic.
   *
   * @throws io.laserstreams.runtime.failure.UserException if there is no such topic
   */
  public List<TopicPartition> partitions(String topic) {
    return partitions.computeIfAbsent(
        topic,
        name ->
            requireNonNull(
                    AdminAnswer.of(
                            admin.describeTopics(List.of(name)).allTopicNames(),
                            "describe topic " + name)
                        .get(name),
                    "no answer")
                .partitions()
                .stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList());
  }

  /** Where records that are written from now on begin. */
  public Map<TopicPartition, Long> of(String topic) {
    return offsets(topic, OffsetSpec.latest());
  }

  /** Records and transaction markers before these ends that the group has not committed. */
  public long left(String group, String topic, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        AdminAnswer.of(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            "read the offsets of group " + group);
    Map<TopicPartition, Long> beginnings =
        committed.keySet().containsAll(ends.keySet())
            ? Map.of()
            : offsets(topic, OffsetSpec.earliest());
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata position = committed.get(end.getKey());
      long from = position == null ? beginnings.getOrDefault(end.getKey(), 0L) : position.offset();
      left += Math.max(0, end.getValue() - from);
    }
    return left;
  }

  private Map<TopicPartition, Long> offsets(String topic, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions(topic).stream().collect(toMap(Function.identity(), partition -> spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    AdminAnswer.of(admin.listOffsets(wanted).all(), "read the offsets of " + topic)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
