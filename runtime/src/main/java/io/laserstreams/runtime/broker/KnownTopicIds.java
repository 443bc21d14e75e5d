package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the ids of an app's topics over its runs and for all of its instances: a topic that has
 * another id than is remembered was deleted and made again, and what the app derived from the old
 * one does not fit it.
 *
 * <p>It lies in Kafka, as metadata of offsets that the group {@code <application.id>-topics} has
 * committed. Brokers forget the offsets of a topic that is deleted, so each of several topics
 * carries all ids; the copy that was written last counts. Deleting the group makes the app take the
 * topics as they are. Where the group may not be used, nothing is remembered.
 */
public final class KnownTopicIds {
  private static final Logger log = LoggerFactory.getLogger(KnownTopicIds.class);
  private static final String LAYOUT = "1";

  private final String group;
  private final Map<String, String> shorthands = new HashMap<>();

  public KnownTopicIds(AppConfig config) {
    requireNonNull(config, "config is null");
    this.group = config.applicationId() + "-topics";
    shorthands.put("-", config.applicationId() + "-");
    shorthands.put(".", config.topicPrefix());
  }

  /** The group's name. */
  public String group() {
    return group;
  }

  /** Ids by topic as they were remembered last; empty where nothing is remembered. */
  public Map<String, Uuid> recall(Admin admin) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> copies;
    try {
      copies =
          AdminAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    } catch (GroupIdNotFoundException e) {
      return Map.of();
    } catch (AuthorizationException e) {
      log.warn(
          "Which topics this app has worked with cannot be read from the group {}: {}",
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
   * Remembers these ids and forgets others.
   *
   * @param carriers existing topics that carry them, more than one as any may be deleted
   * @param time now, which tells the newest copy
   */
  public void remember(Admin admin, Map<String, Uuid> ids, Set<String> carriers, long time)
      throws InterruptedException {
    String note = write(ids);
    Map<TopicPartition, OffsetAndMetadata> copies =
        carriers.stream()
            .collect(
                Collectors.toMap(
                    topic -> new TopicPartition(topic, 0),
                    topic -> new OffsetAndMetadata(time, note)));
    AlterConsumerGroupOffsetsResult written = admin.alterConsumerGroupOffsets(group, copies);
    RuntimeException failure = null;
    for (TopicPartition copy : copies.keySet()) {
      try {
        AdminAnswer.of(written.partitionResult(copy));
        return;
      } catch (RuntimeException e) {
        failure = e; // Topics that the app only writes need not be its own to commit.
      }
    }
    if (failure instanceof RetriableException) {
      throw failure;
    }
    log.warn(
        "Which topics this app works with cannot be remembered in the group {}: {}. Whether one of"
            + " them is deleted and made again while the app is down will not be noticed",
        group,
        String.valueOf(failure));
  }

  private String write(Map<String, Uuid> ids) {
    return LAYOUT
        + new TreeMap<>(ids)
            .entrySet().stream()
                .map(topic -> " " + shortened(topic.getKey()) + "=" + topic.getValue())
                .collect(Collectors.joining());
  }

  private Map<String, Uuid> parse(String metadata) {
    Map<String, Uuid> ids = new TreeMap<>();
    String[] words = metadata.split(" ");
    for (int w = 1; w < words.length; w++) {
      int sign = words[w].indexOf('=');
      ids.put(
          shorthands.get(words[w].substring(0, 1)) + words[w].substring(1, sign),
          Uuid.fromString(words[w].substring(sign + 1)));
    }
    return ids;
  }

  /** Brokers take some 4 KB of metadata: what all names begin with is left out. */
  private String shortened(String topic) {
    Function<String, String> without =
        sign -> sign + topic.substring(shorthands.get(sign).length());
    return topic.startsWith(shorthands.get("-")) ? without.apply("-") : without.apply(".");
  }
}
