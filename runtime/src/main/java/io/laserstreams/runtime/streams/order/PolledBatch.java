package io.laserstreams.runtime.streams.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The records of several consecutive polls, returned as the result of one. */
final class PolledBatch {
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records =
      new LinkedHashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

  void add(ConsumerRecords<byte[], byte[]> polled) {
    for (TopicPartition partition : polled.partitions()) {
      records
          .computeIfAbsent(partition, unused -> new ArrayList<>())
          .addAll(polled.records(partition));
    }
    next.putAll(polled.nextOffsets());
  }

  boolean isEmpty() {
    return records.isEmpty() && next.isEmpty();
  }

  List<ConsumerRecord<byte[], byte[]>> of(TopicPartition partition) {
    return records.getOrDefault(partition, List.of());
  }

  Set<TopicPartition> partitions() {
    return records.keySet();
  }

  /**
   * Removes the records of a partition from an index of the batch on; returns the first of them.
   */
  ConsumerRecord<byte[], byte[]> removeFrom(TopicPartition partition, int index) {
    List<ConsumerRecord<byte[], byte[]>> all = of(partition);
    ConsumerRecord<byte[], byte[]> first = all.get(index);
    if (index == 0) {
      records.remove(partition);
      next.remove(partition);
    } else {
      all.subList(index, all.size()).clear();
      next.put(partition, new OffsetAndMetadata(first.offset(), first.leaderEpoch(), ""));
    }
    return first;
  }

  /** Drops partitions that the consumer no longer has, or continues at another offset. */
  void drop(Collection<TopicPartition> partitions) {
    records.keySet().removeAll(partitions);
    next.keySet().removeAll(partitions);
  }

  ConsumerRecords<byte[], byte[]> toRecords() {
    return isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(records, next);
  }
}
