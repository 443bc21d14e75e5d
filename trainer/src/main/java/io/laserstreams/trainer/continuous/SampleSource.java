package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.trainer.continuous.SampleWindow.Stretch;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the samples topic into a window: all partitions, from where the checkpoint says. Nothing is
 * committed to Kafka, the position is part of the checkpoint. Used by one thread.
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
   * @param consumer read_committed, without a group and without a place to go on where a position
   *     is gone; closed by this source
   * @param topicId of the topic, which is another one after it was deleted and made again
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
   * Follows the partitions that are not followed yet; false while the topic is missing.
   *
   * @param stretches what the checkpoint had of each partition; a partition without begins at its
   *     start
   */
  boolean follow(SampleWindow<LabelledSlate> window, Map<Integer, Stretch> stretches) {
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
      Stretch stretch =
          available(
              partition,
              stretches.get(partition.partition()),
              beginnings.get(partition),
              ends.get(partition));
      window.open(partition.partition(), stretch);
      consumer.seek(partition, stretch.replayFrom());
    }
    return true;
  }

  /** Reads what comes within the time. */
  void poll(SampleWindow<LabelledSlate> window, Duration time) {
    for (ConsumerRecord<byte[], byte[]> record : poll(time)) {
      window.add(record.partition(), record.offset(), slate(record));
    }
    for (TopicPartition partition : consumer.assignment()) {
      window.passed(partition.partition(), consumer.position(partition));
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

  /** Waits where there is nothing to poll. */
  void rest(Duration time) {
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
    metrics.lag(lag);
    return lag;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private LabelledSlate slate(ConsumerRecord<byte[], byte[]> record) {
    metrics.sample();
    try {
      TrainingSample sample = deserializer.deserialize(record.topic(), record.value());
      if (sample == null) {
        return null; // A person was forgotten; the topic is not compacted, but a tombstone does no
        // harm.
      }
      LabelledSlate slate = reader.read(sample);
      if (!reader.complete(slate)) {
        metrics.incomplete();
      }
      return slate;
    } catch (BadRecordException | UnreadableRecordException e) {
      deadLetters.send(record, e);
      return null;
    }
  }

  /** The stretch as far as the topic still has it. */
  private Stretch available(TopicPartition partition, Stretch stretch, long beginning, long end) {
    if (stretch == null) {
      return Stretch.beginningAt(beginning);
    }
    if (stretch.position() > end) {
      log.warn(
          "{} ends at {}, but the checkpoint is at {}: the topic was made anew, and is read from"
              + " its start",
          partition,
          end,
          stretch.position());
      return Stretch.beginningAt(beginning);
    }
    if (stretch.trainedTo() < beginning) {
      lost.passed(partition, stretch.trainedTo(), beginning);
    }
    if (stretch.replayFrom() < beginning) {
      log.warn(
          "{} begins at {}, the checkpoint knew it from {}: what is before cannot be replayed",
          partition,
          beginning,
          stretch.replayFrom());
    }
    return new Stretch(
        Math.max(beginning, stretch.replayFrom()),
        Math.max(beginning, stretch.trainedTo()),
        Math.max(beginning, stretch.position()));
  }
}
