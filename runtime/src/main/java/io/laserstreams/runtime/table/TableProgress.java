package io.laserstreams.runtime.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which partitions a table reader follows, and how far it is from the ends that they had when it met them. One thread. */
final class TableProgress {
  private static final Logger log = LoggerFactory.getLogger(TableProgress.class);
  private static final long LOOK_FOR_PARTITIONS_EVERY_NANOS = Duration.ofSeconds(60).toNanos();

  private final Consumer<?, ?> consumer;
  private final Set<String> topics;
  private final Map<TopicPartition, Long> startOffsets;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();
  private long lookedAt;

  TableProgress(Consumer<?, ?> consumer, Set<String> topics, Map<TopicPartition, Long> startOffsets) {
    this.consumer = consumer;
    this.topics = topics;
    this.startOffsets = startOffsets;
  }

  /** Assigns every partition, also those that were added since; false while a topic is missing. */
  boolean assign() {
    if (!ends.isEmpty() && System.nanoTime() - lookedAt < LOOK_FOR_PARTITIONS_EVERY_NANOS) {
      return true;
    }
    Set<TopicPartition> found = new HashSet<>();
    missing.clear();
    // Not partitionsFor: the client warns each time that it is asked for a topic that is not there.
    Map<String, List<PartitionInfo>> existing = consumer.listTopics();
    for (String topic : topics) {
      List<PartitionInfo> infos = existing.get(topic);
      if (infos == null || infos.isEmpty()) {
        missing.add(topic);
      } else {
        infos.forEach(info -> found.add(new TopicPartition(topic, info.partition())));
      }
    }
    if (!missing.isEmpty()) {
      return !ends.isEmpty();
    }
    found.removeAll(ends.keySet());
    if (!found.isEmpty()) {
      follow(found);
    }
    lookedAt = System.nanoTime();
    return true;
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

  /** Sum of the offsets up to which the partitions of a topic have been read, transaction markers included. */
  long position(String topic) {
    long sum = 0;
    for (TopicPartition partition : ends.keySet()) {
      if (partition.topic().equals(topic)) {
        sum += consumer.position(partition);
      }
    }
    return sum;
  }

  private void follow(Set<TopicPartition> added) {
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    all.addAll(added);
    // Before asking for end offsets: the client warns of those of partitions that are not assigned.
    consumer.assign(all);
    Map<TopicPartition, Long> addedEnds = consumer.endOffsets(added);
    for (TopicPartition partition : added) {
      Long start = startOffsets.get(partition);
      if (start != null && start > addedEnds.get(partition)) {
        log.warn("{} ends at {}, before the offset {} to start at: it was made anew and is read from its start", partition,
            addedEnds.get(partition), start);
        start = null;
      }
      if (start == null) {
        consumer.seekToBeginning(Set.of(partition));
      } else {
        consumer.seek(partition, start);
      }
    }
    ends.putAll(addedEnds);
  }
}
