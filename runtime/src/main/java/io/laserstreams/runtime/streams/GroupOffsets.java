package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.AdminAnswer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The committed offsets of a consumer group. */
final class GroupOffsets {
  private static final Logger log = LoggerFactory.getLogger(GroupOffsets.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Admin admin;
  private final String group;

  GroupOffsets(Admin admin, String group) {
    this.admin = requireNonNull(admin, "admin is null");
    this.group = requireNonNull(group, "group is null");
  }

  /** Whether another member has already deleted the offsets. */
  @FunctionalInterface
  interface Done {
    boolean isDone() throws InterruptedException;
  }

  /**
   * Deletes the offsets of recreated topics, which belong to the old ones. Brokers do that when a
   * topic is deleted, but a member that has not noticed may commit afterwards. Waits until such
   * members have noticed and left.
   *
   * @param done whether another member has deleted them, so that the committed offsets belong to
   *     the new topics
   */
  void delete(Set<String> topics, Done done) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        Set<TopicPartition> committed = committed(topics);
        if (!committed.isEmpty()) {
          AdminAnswer.of(admin.deleteConsumerGroupOffsets(group, committed).all());
          log.info("Group {}: deleted the offsets of {}", group, committed);
        }
        return;
      } catch (GroupIdNotFoundException e) {
        return;
      } catch (GroupSubscribedToTopicException | GroupNotEmptyException e) {
        log.debug("Group {} is still in use", group, e);
      }
      if (done.isDone()) {
        return;
      }
      Thread.sleep(PAUSE.toMillis());
    }
    log.warn(
        "Group {} is still used by a member that has not noticed that the topics {} were recreated:"
            + " its offsets stay, and records before them are not read",
        group,
        topics);
  }

  private Set<TopicPartition> committed(Set<String> topics) throws InterruptedException {
    return AdminAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .filter(offset -> offset.getValue() != null && topics.contains(offset.getKey().topic()))
        .map(offset -> offset.getKey())
        .collect(Collectors.toSet());
  }
}
