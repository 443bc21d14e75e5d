package io.laserstreams.tools.backfill;

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
 * Where topics end, and how far a consumer group is from there. Ends include what is not committed
 * yet.
 */
final class TopicEnds {
  private final Admin admin;
  private final Map<String, List<TopicPartition>> partitions = new HashMap<>();

  TopicEnds(Admin admin) {
    this.admin = requireNonNull(admin, "admin is null");
  }

  /** The ends of several topics now. */
  static Map<TopicPartition, Long> read(AppConfig config, List<Topic> topics) {
    Map<TopicPartition, Long> all = new HashMap<>();
    try (Admin admin = Admin.create(config.clients().admin())) {
      TopicEnds ends = new TopicEnds(admin);
      topics.forEach(topic -> all.putAll(ends.of(config.topic(topic))));
    }
    return all;
  }

  /**
   * @throws io.laserstreams.runtime.failure.UserException where there is no such topic
   */
  List<TopicPartition> partitions(String topic) {
    return partitions.computeIfAbsent(
        topic,
        name ->
            AdminAnswer.of(
                    admin.describeTopics(List.of(name)).allTopicNames(), "describe topic " + name)
                .get(name)
                .partitions()
                .stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList());
  }

  Map<TopicPartition, Long> of(String topic) {
    return offsets(topic, OffsetSpec.latest());
  }

  /** Records and transaction markers before these ends that the group has not committed. */
  long left(String group, String topic, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        AdminAnswer.of(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            "read the offsets of group " + group);
    Map<TopicPartition, Long> begins = null;
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata position = committed.get(end.getKey());
      if (position == null && begins == null) {
        begins = offsets(topic, OffsetSpec.earliest());
      }
      left +=
          Math.max(
              0,
              end.getValue() - (position == null ? begins.get(end.getKey()) : position.offset()));
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
