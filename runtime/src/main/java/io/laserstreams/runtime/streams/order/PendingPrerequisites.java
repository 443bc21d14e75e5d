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
 * What of the prerequisites of a topic is on its way through Kafka Streams, by partition number.
 * Topics must be partitioned alike.
 *
 * <p>One object serves an app. A lane is touched only by the stream thread that has its partition.
 * Without a consumer of {@link OrderedClients}, as in a {@code TopologyTestDriver}, there are no
 * lanes, and times are left as they are.
 */
public final class PendingPrerequisites {
  private final String dependent;
  private final Map<String, Deserializer<?>> prerequisites;
  private final TimestampExtractor eventTime;
  private final Map<Integer, PartitionPrerequisites> lanes = new ConcurrentHashMap<>();

  /**
   * @param dependent the topic whose records wait
   * @param prerequisites the topics that they wait for, with what reads their values; thread-safe
   * @param eventTime of the records of all of them; never negative
   */
  public PendingPrerequisites(
      String dependent, Map<String, Deserializer<?>> prerequisites, TimestampExtractor eventTime) {
    this.dependent = requireNonNull(dependent, "dependent is null");
    this.prerequisites = Map.copyOf(prerequisites);
    this.eventTime = requireNonNull(eventTime, "eventTime is null");
  }

  /** The times by which Kafka Streams orders the records of all topics. */
  public TimestampExtractor times() {
    return (record, partitionTime) -> {
      long time = eventTime.extract(record, partitionTime);
      PartitionPrerequisites lane = lanes.get(record.partition());
      if (lane == null) {
        return time;
      }
      if (record.topic().equals(dependent)) {
        return lane.timeAfterPrerequisites(record.key(), time);
      }
      if (isPrerequisite(record.topic())) {
        lane.of(record.topic()).reached(record.offset());
      }
      return time;
    };
  }

  /** A processor of a prerequisite whose records count as processed, whatever becomes of them. */
  public <A, B, C, D> ProcessorSupplier<A, B, C, D> tracking(
      ProcessorSupplier<A, B, C, D> supplier) {
    return () -> new TrackingProcessor<>(supplier.get(), this::processed);
  }

  /**
   * The time up to which everything that was acknowledged on a prerequisite's partition has been
   * processed: at most {@code now}, {@link Long#MIN_VALUE} where that is not known yet, and {@code
   * now} where there are no lanes.
   *
   * @param now milliseconds since the epoch
   */
  public long settled(String topic, int partition, long now) {
    PartitionPrerequisites lane = lanes.get(partition);
    return lane == null ? now : Math.min(now, lane.of(topic).settled());
  }

  String dependent() {
    return dependent;
  }

  Set<String> prerequisites() {
    return prerequisites.keySet();
  }

  PartitionPrerequisites lane(int partition) {
    return lanes.computeIfAbsent(
        partition, unused -> new PartitionPrerequisites(prerequisites, eventTime));
  }

  /** A partition comes to, or leaves, a consumer. */
  void assigned(TopicPartition partition) {
    if (concerns(partition)) {
      lanes.put(partition.partition(), new PartitionPrerequisites(prerequisites, eventTime));
    }
  }

  void released(TopicPartition partition) {
    if (concerns(partition)) {
      lanes.remove(partition.partition());
    }
  }

  /** A consumer goes on elsewhere: what was read is read again, or never. */
  void moved(TopicPartition partition) {
    if (isPrerequisite(partition.topic())) {
      lane(partition.partition()).clear(partition.topic());
    }
  }

  boolean isPrerequisite(String topic) {
    return prerequisites.containsKey(topic);
  }

  private boolean concerns(TopicPartition partition) {
    return partition.topic().equals(dependent) || isPrerequisite(partition.topic());
  }

  private void processed(RecordMetadata record) {
    PartitionPrerequisites lane = lanes.get(record.partition());
    if (lane != null && isPrerequisite(record.topic())) {
      lane.of(record.topic()).reached(record.offset() + 1);
    }
  }
}
