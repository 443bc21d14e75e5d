package io.laserstreams.runtime.table;

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
 * Which partitions a table reader follows, and how far it is from the ends that they had when it
 * met them. Looks at the topics now and then: partitions that were added are followed from their
 * start, and so are all of a topic that was deleted and made again. One thread.
 */
final class TableProgress {
  private static final Logger log = LoggerFactory.getLogger(TableProgress.class);

  private final Consumer<?, ?> consumer;
  private final Admin admin;
  private final Set<String> topics;
  private final Map<TopicPartition, Long> startOffsets;
  private final LostRecords lost;
  private final long lookEveryNanos;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<String, TopicShape> known = new TreeMap<>();
  private Set<String> missing = Set.of();
  private long lookedAt;

  /**
   * @param startOffsets where to begin; partitions that are not in it are read from their start
   */
  TableProgress(
      Consumer<?, ?> consumer,
      Admin admin,
      Set<String> topics,
      Map<TopicPartition, Long> startOffsets,
      LostRecords lost,
      Duration lookEvery) {
    this.consumer = consumer;
    this.admin = admin;
    this.topics = topics;
    this.startOffsets = new HashMap<>(startOffsets);
    this.lost = lost;
    this.lookEveryNanos = lookEvery.toNanos();
  }

  /**
   * Looks at the topics if it is time to; returns those that were made again, whose records are
   * read from the beginning after that.
   */
  Set<String> look() throws InterruptedException {
    if (follows() && System.nanoTime() - lookedAt < lookEveryNanos) {
      return Set.of();
    }
    Map<String, TopicShape> now = TopicPartitions.shapes(admin, topics);
    missing = new TreeSet<>(topics);
    missing.removeAll(now.keySet());
    if (known.isEmpty() && !missing.isEmpty()) {
      return Set.of();
    }
    Set<String> madeAgain = TopicChanges.between(known, now).madeAgain();
    madeAgain.forEach(this::leave);
    Set<TopicPartition> added = partitions(now);
    added.removeAll(ends.keySet());
    if (!added.isEmpty()) {
      follow(added);
    }
    known.putAll(now);
    lookedAt = System.nanoTime();
    return madeAgain;
  }

  /** Whether all topics were there at least once. */
  boolean follows() {
    return !known.isEmpty();
  }

  Set<String> missing() {
    return missing;
  }

  /** Records, transaction markers included, between the positions and the ends first seen. */
  long remaining() {
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      left += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return left;
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

  /** Goes on at the beginning of partitions that no longer have the position. */
  void outOfRange(OffsetOutOfRangeException failure) {
    lost.outOfRange(failure, consumer);
    consumer.seekToBeginning(failure.partitions());
  }

  private void leave(String topic) {
    startOffsets.keySet().removeIf(partition -> partition.topic().equals(topic));
    ends.keySet().removeIf(partition -> partition.topic().equals(topic));
    consumer.assign(new HashSet<>(ends.keySet()));
  }

  private void follow(Set<TopicPartition> added) {
    Set<TopicPartition> all = new HashSet<>(ends.keySet());
    all.addAll(added);
    // Before asking for end offsets: the client warns of those of partitions that are not assigned.
    consumer.assign(all);
    consumer.seekToBeginning(added);
    Map<TopicPartition, Long> addedEnds = consumer.endOffsets(added);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(added);
    for (TopicPartition partition : added) {
      Long start = startOffsets.get(partition);
      if (start == null) {
        continue;
      }
      if (start > addedEnds.get(partition)) {
        log.warn(
            "{} ends at {}, before the offset {} to start at: it was made anew and is read from its"
                + " start",
            partition,
            addedEnds.get(partition),
            start);
      } else if (start < begins.get(partition)) {
        lost.passed(partition, start, begins.get(partition));
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
