package io.laserstreams.runtime.streams.order;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Which records of the prerequisites of a topic are on their way through Kafka Streams, by
 * partition number. The topics must be co-partitioned.
 *
 * <p>One object serves an app. Only the stream thread to which a partition is assigned touches its
 * prerequisites. Without a consumer of {@link OrderedClients}, as in a {@code TopologyTestDriver},
 * no partition has any, and times stay as they are.
 */
public final class PendingPrerequisites {
  private final String dependent;
  private final Map<String, Deserializer<?>> prerequisites;
  private final TimestampExtractor eventTime;
  private final Map<Integer, PartitionPrerequisites> partitions = new ConcurrentHashMap<>();

  /**
   * @param dependent the topic whose records wait
   * @param prerequisites the topics that they wait for, with the deserializers of their values;
   *     thread-safe
   * @param eventTime of the records of all these topics; never negative
   */
  public PendingPrerequisites(
      String dependent, Map<String, Deserializer<?>> prerequisites, TimestampExtractor eventTime) {
    this.dependent = requireNonNull(dependent, "dependent is null");
    this.prerequisites = Map.copyOf(prerequisites);
    this.eventTime = requireNonNull(eventTime, "eventTime is null");
  }

  /** The timestamps by which Kafka Streams orders the records of all topics. */
  public TimestampExtractor timestamps() {
    return (record, partitionTime) -> {
      long time = eventTime.extract(record, partitionTime);
      PartitionPrerequisites partition = partitions.get(record.partition());
      if (partition == null) {
        return time;
      }
      if (record.topic().equals(dependent)) {
        return partition.timeAfterPrerequisites(record.key(), time);
      }
      if (isPrerequisite(record.topic())) {
        partition.of(record.topic()).processedBefore(record.offset());
      }
      return time;
    };
  }

  /** Counts the records of a prerequisite's processor as processed, whatever it does with them. */
  public <A, B, C, D> ProcessorSupplier<A, B, C, D> tracking(
      ProcessorSupplier<A, B, C, D> supplier) {
    return () -> new TrackingProcessor<>(supplier.get(), this::processed);
  }

  /**
   * The time up to which everything acknowledged on a prerequisite's partition has been processed:
   * at most {@code now}, {@link Long#MIN_VALUE} if not known yet, and {@code now} for a partition
   * without prerequisites.
   *
   * @param now milliseconds since the epoch
   */
  public long processedUntil(String topic, int partition, long now) {
    PartitionPrerequisites assigned = partitions.get(partition);
    return assigned == null ? now : Math.min(now, assigned.of(topic).processedUntil());
  }

  String dependent() {
    return dependent;
  }

  Set<String> prerequisites() {
    return prerequisites.keySet();
  }

  PartitionPrerequisites on(int partition) {
    return partitions.computeIfAbsent(
        partition, unused -> new PartitionPrerequisites(prerequisites, eventTime));
  }

  void onAssigned(TopicPartition partition) {
    if (concerns(partition)) {
      partitions.put(partition.partition(), new PartitionPrerequisites(prerequisites, eventTime));
    }
  }

  void onRevoked(TopicPartition partition) {
    if (concerns(partition)) {
      partitions.remove(partition.partition());
    }
  }

  /** The consumer continues at another offset: what was read is read again, or never. */
  void onSeek(TopicPartition partition) {
    if (isPrerequisite(partition.topic())) {
      on(partition.partition()).clear(partition.topic());
    }
  }

  boolean isPrerequisite(String topic) {
    return prerequisites.containsKey(topic);
  }

  private boolean concerns(TopicPartition partition) {
    return partition.topic().equals(dependent) || isPrerequisite(partition.topic());
  }

  private void processed(RecordMetadata record) {
    PartitionPrerequisites partition = partitions.get(record.partition());
    if (partition != null && isPrerequisite(record.topic())) {
      partition.of(record.topic()).processedBefore(record.offset() + 1);
    }
  }
}
