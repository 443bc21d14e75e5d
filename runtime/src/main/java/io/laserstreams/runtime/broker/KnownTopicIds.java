package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the ids of an app's topics across its runs and for all of its instances: a topic with
 * another id than the stored one was deleted and recreated, and what the app derived from the old
 * topic does not match the new one.
 *
 * <p>The ids are stored in Kafka, as metadata of offsets committed by the group {@code
 * <application.id>-topics}. Brokers delete the offsets of a topic with the topic, so several topics
 * carry a copy of all ids; the newest copy counts. Without the group, the app accepts the topics as
 * they are. If the app may not use the group, nothing is stored.
 */
public final class KnownTopicIds {
  private static final Logger log = LoggerFactory.getLogger(KnownTopicIds.class);
  private static final String LAYOUT = "1";

  private final String group;
  private final String groupPrefix;
  private final String topicPrefix;

  public KnownTopicIds(AppConfig config) {
    requireNonNull(config, "config is null");
    this.group = config.applicationId() + "-topics";
    this.groupPrefix = config.applicationId() + "-";
    this.topicPrefix = config.topicPrefix();
  }

  /** The group that stores the ids. */
  public String group() {
    return group;
  }

  /** The ids last stored, by topic. */
  public Map<String, Uuid> read(Admin admin) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> copies;
    try {
      copies =
          AdminAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    } catch (GroupIdNotFoundException e) {
      return Map.of();
    } catch (AuthorizationException e) {
      log.warn(
          "The ids of this app's topics cannot be read from the group {}: {}",
          group,
          e.getMessage());
      return Map.of();
    }
    return copies.values().stream()
        .filter(copy -> copy != null && copy.metadata().startsWith(LAYOUT + " "))
        .max((one, other) -> Long.compare(one.offset(), other.offset()))
        .map(copy -> parse(copy.metadata()))
        .orElse(Map.of());
  }

  /**
   * Stores these ids instead of earlier ones.
   *
   * @param carriers existing topics that carry copies; more than one, as any may be deleted
   * @param time now; the newest copy counts
   */
  public void write(Admin admin, Map<String, Uuid> ids, Set<String> carriers, long time)
      throws InterruptedException {
    String metadata = format(ids);
    Map<TopicPartition, OffsetAndMetadata> copies =
        carriers.stream()
            .collect(
                Collectors.toMap(
                    topic -> new TopicPartition(topic, 0),
                    topic -> new OffsetAndMetadata(time, metadata)));
    AlterConsumerGroupOffsetsResult written = admin.alterConsumerGroupOffsets(group, copies);
    @Nullable RuntimeException failure = null;
    for (TopicPartition copy : copies.keySet()) {
      try {
        AdminAnswer.of(written.partitionResult(copy));
        return;
      } catch (RuntimeException e) {
        failure = e; // An app may lack the right to commit offsets of topics that it only writes.
      }
    }
    if (failure instanceof RetriableException) {
      throw failure;
    }
    log.warn(
        "The ids of this app's topics cannot be stored in the group {}: {}. If one of them is"
            + " deleted and recreated while the app is down, the app will not notice",
        group,
        String.valueOf(failure));
  }

  private String format(Map<String, Uuid> ids) {
    return LAYOUT
        + new TreeMap<>(ids)
            .entrySet().stream()
                .map(topic -> " " + abbreviated(topic.getKey()) + "=" + topic.getValue())
                .collect(Collectors.joining());
  }

  private Map<String, Uuid> parse(String metadata) {
    Map<String, Uuid> ids = new TreeMap<>();
    String[] words = metadata.split(" ", -1);
    for (int w = 1; w < words.length; w++) {
      int sign = words[w].indexOf('=');
      String prefix = words[w].startsWith("-") ? groupPrefix : topicPrefix;
      ids.put(prefix + words[w].substring(1, sign), Uuid.fromString(words[w].substring(sign + 1)));
    }
    return ids;
  }

  /** Brokers accept some 4 KB of metadata: common prefixes are abbreviated to one character. */
  private String abbreviated(String topic) {
    return topic.startsWith(groupPrefix)
        ? "-" + topic.substring(groupPrefix.length())
        : "." + topic.substring(topicPrefix.length());
  }
}
