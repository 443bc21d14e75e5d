package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the samples topic into a window: all partitions, from the checkpoint's offsets. Nothing is
 * committed to Kafka; the positions are part of the checkpoint. Not thread-safe.
 */
final class SampleSource implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SampleSource.class);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final String topicId;
  private final Deserializer<TrainingSample> deserializer;
  private final SampleReader reader;
  private final DeadLetters deadLetters;
  private final LostRecords lost;
  private final TrainerMetrics metrics;

  /**
   * @param consumer read_committed, without a group, with {@code auto.offset.reset=none}; closed by
   *     this source
   * @param topicId id of the topic, which changes if it is deleted and created again
   */
  SampleSource(
      Consumer<byte[], byte[]> consumer,
      String topic,
      String topicId,
      Deserializer<TrainingSample> deserializer,
      SampleReader reader,
      DeadLetters deadLetters,
      LostRecords lost,
      TrainerMetrics metrics) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.topicId = requireNonNull(topicId, "topicId is null");
    this.deserializer = requireNonNull(deserializer, "deserializer is null");
    this.reader = requireNonNull(reader, "reader is null");
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    this.lost = requireNonNull(lost, "lost is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  String topicId() {
    return topicId;
  }

  /**
   * Assigns the partitions that are not assigned yet; false while the topic is missing.
   *
   * @param saved the checkpoint's offsets by partition; any other partition is read from its start
   */
  boolean assignNewPartitions(
      SampleWindow<LabelledSlate> window, Map<Integer, PartitionOffsets> saved) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      return false;
    }
    Set<TopicPartition> added = new HashSet<>();
    infos.forEach(info -> added.add(new TopicPartition(topic, info.partition())));
    added.removeAll(consumer.assignment());
    if (added.isEmpty()) {
      return true;
    }
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(added);
    Map<TopicPartition, Long> ends = consumer.endOffsets(added);
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    all.addAll(added);
    consumer.assign(all);
    for (TopicPartition partition : added) {
      PartitionOffsets offsets =
          reconcile(
              partition,
              saved.get(partition.partition()),
              requireNonNull(beginnings.get(partition)),
              requireNonNull(ends.get(partition)));
      window.open(partition.partition(), offsets);
      consumer.seek(partition, offsets.replayFrom());
    }
    return true;
  }

  /** Reads the records that arrive within the time. */
  void poll(SampleWindow<LabelledSlate> window, Duration time) {
    for (ConsumerRecord<byte[], byte[]> record : poll(time)) {
      window.add(record.partition(), record.offset(), slate(record));
    }
    for (TopicPartition partition : consumer.assignment()) {
      window.advanceTo(partition.partition(), consumer.position(partition));
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration time) {
    try {
      return consumer.poll(time);
    } catch (OffsetOutOfRangeException e) {
      lost.outOfRange(e, consumer);
      consumer.seekToBeginning(e.partitions());
      return ConsumerRecords.empty();
    }
  }

  /** Waits while there is nothing to poll. */
  void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /** Records between the positions and the ends of the partitions. */
  long lag() {
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end :
        consumer.endOffsets(consumer.assignment()).entrySet()) {
      lag += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return lag;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private @Nullable LabelledSlate slate(ConsumerRecord<byte[], byte[]> record) {
    metrics.sample();
    try {
      TrainingSample sample = deserializer.deserialize(record.topic(), record.value());
      if (sample == null) {
        return null; // A tombstone for a user who was forgotten, though the topic is not compacted.
      }
      LabelledSlate slate = reader.read(sample);
      if (!reader.complete(slate)) {
        metrics.incomplete();
      }
      return slate;
    } catch (BadRecordException | UnreadableRecordException e) {
      var unused = deadLetters.send(record, e); // Logs a failure itself.
      return null;
    }
  }

  /** Moves saved offsets to what the topic still has, and counts what it has lost. */
  private PartitionOffsets reconcile(
      TopicPartition partition, @Nullable PartitionOffsets saved, long beginning, long end) {
    if (saved == null) {
      return PartitionOffsets.startingAt(beginning);
    }
    if (saved.position() > end) {
      log.warn(
          "{} ends at {}, but the checkpoint is at {}: the topic was created again and is read from"
              + " its start",
          partition,
          end,
          saved.position());
      return PartitionOffsets.startingAt(beginning);
    }
    if (saved.trainedTo() < beginning) {
      lost.outOfRange(partition, saved.trainedTo(), beginning);
    }
    if (saved.replayFrom() < beginning) {
      log.warn(
          "{} begins at {}, but the checkpoint has samples from {} on: those before {} cannot be"
              + " replayed",
          partition,
          beginning,
          saved.replayFrom(),
          beginning);
    }
    return new PartitionOffsets(
        Math.max(beginning, saved.replayFrom()),
        Math.max(beginning, saved.trainedTo()),
        Math.max(beginning, saved.position()));
  }
}
