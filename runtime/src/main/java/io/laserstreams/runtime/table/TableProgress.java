package io.laserstreams.runtime.table;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.broker.TopicChanges;
import io.laserstreams.runtime.broker.TopicPartitions;
import io.laserstreams.runtime.broker.TopicShape;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions a table reader follows, and how far it is from the end offsets that they had
 * when it began to follow them. Checks the topics at intervals: added partitions are followed from
 * their beginning, and so are all partitions of a topic that was deleted and recreated. Confined to
 * one thread.
 */
final class TableProgress {
  private static final Logger log = LoggerFactory.getLogger(TableProgress.class);

  private final Consumer<?, ?> consumer;
  private final Admin admin;
  private final Set<String> topics;
  private final Map<TopicPartition, Long> startOffsets;
  private final LostRecords lost;
  private final long checkIntervalNanos;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<String, TopicShape> known = new TreeMap<>();
  private Set<String> missing = Set.of();
  private long checkedAt;

  /**
   * @param startOffsets where to start; other partitions are read from their beginning
   */
  TableProgress(
      Consumer<?, ?> consumer,
      Admin admin,
      Set<String> topics,
      Map<TopicPartition, Long> startOffsets,
      LostRecords lost,
      Duration checkInterval) {
    this.consumer = consumer;
    this.admin = admin;
    this.topics = topics;
    this.startOffsets = new HashMap<>(startOffsets);
    this.lost = lost;
    this.checkIntervalNanos = checkInterval.toNanos();
  }

  /**
   * Checks the topics if the interval has passed; returns those that were recreated, whose records
   * are read from the beginning from now on.
   */
  Set<String> check() throws InterruptedException {
    if (isFollowing() && System.nanoTime() - checkedAt < checkIntervalNanos) {
      return Set.of();
    }
    Map<String, TopicShape> now = TopicPartitions.shapes(admin, topics);
    missing = new TreeSet<>(topics);
    missing.removeAll(now.keySet());
    if (known.isEmpty() && !missing.isEmpty()) {
      return Set.of();
    }
    Set<String> recreated = TopicChanges.between(known, now).recreated();
    recreated.forEach(this::unfollow);
    Set<TopicPartition> added = partitions(now);
    added.removeAll(ends.keySet());
    if (!added.isEmpty()) {
      follow(added);
    }
    known.putAll(now);
    checkedAt = System.nanoTime();
    return recreated;
  }

  /** Whether all topics have existed at least once. */
  boolean isFollowing() {
    return !known.isEmpty();
  }

  Set<String> missing() {
    return missing;
  }

  /**
   * Records, transaction markers included, between the positions and the end offsets first seen.
   */
  long remaining() {
    long remaining = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      remaining += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return remaining;
  }

  /** Whether all topics exist, and what they had at first has been read. */
  boolean hasReadWhatWasThere() {
    return missing.isEmpty() && remaining() == 0;
  }

  /**
   * Whether nothing is left to read, neither of what there was at first nor as of the last poll.
   */
  boolean isAtEnd() {
    return remaining() == 0
        && ends.keySet().stream()
            .allMatch(partition -> consumer.currentLag(partition).orElse(0) == 0);
  }

  /**
   * Sum of the offsets up to which the partitions of a topic have been read, transaction markers
   * included.
   */
  long position(String topic) {
    long sum = 0;
    for (TopicPartition partition : ends.keySet()) {
      if (partition.topic().equals(topic)) {
        sum += consumer.position(partition);
      }
    }
    return sum;
  }

  /** Continues at the beginning of partitions whose position is out of range. */
  void outOfRange(OffsetOutOfRangeException failure) {
    lost.outOfRange(failure, consumer);
    consumer.seekToBeginning(failure.partitions());
  }

  private void unfollow(String topic) {
    startOffsets.keySet().removeIf(partition -> partition.topic().equals(topic));
    ends.keySet().removeIf(partition -> partition.topic().equals(topic));
    consumer.assign(new HashSet<>(ends.keySet()));
  }

  private void follow(Set<TopicPartition> added) {
    Set<TopicPartition> all = new HashSet<>(ends.keySet());
    all.addAll(added);
    // Before asking for end offsets: the client warns about partitions that are not assigned.
    consumer.assign(all);
    consumer.seekToBeginning(added);
    Map<TopicPartition, Long> addedEnds = consumer.endOffsets(added);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(added);
    for (TopicPartition partition : added) {
      Long start = startOffsets.get(partition);
      if (start == null) {
        continue;
      }
      long end = requireNonNull(addedEnds.get(partition));
      long beginning = requireNonNull(beginnings.get(partition));
      if (start > end) {
        log.warn(
            "{} ends at {}, before the offset {} to start at: it was recreated and is read from its"
                + " beginning",
            partition,
            end,
            start);
      } else if (start < beginning) {
        lost.outOfRange(partition, start, beginning);
      } else {
        consumer.seek(partition, start);
      }
    }
    ends.putAll(addedEnds);
  }

  private static Set<TopicPartition> partitions(Map<String, TopicShape> shapes) {
    Set<TopicPartition> partitions = new HashSet<>();
    shapes.forEach(
        (topic, shape) -> {
          for (int p = 0; p < shape.partitions(); p++) {
            partitions.add(new TopicPartition(topic, p));
          }
        });
    return partitions;
  }
}
