package io.laserstreams.worker.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Adds to Kafka's mock what it lacks: recorded acknowledgements, renewal as in the real consumer
 * (the record returns one poll later), and locks that can be lost.
 */
final class FakeShareConsumer extends MockShareConsumer<byte[], byte[]> {
  private final Map<Long, List<AcknowledgeType>> acknowledged = new LinkedHashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> renewing = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> renewed = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
  private final Map<Long, AcknowledgeType> uncommitted = new LinkedHashMap<>();
  private final List<Map<Long, AcknowledgeType>> committed = new ArrayList<>();
  private final int lockMs;
  private AcknowledgementCommitCallback callback;
  private Consumer<FakeShareConsumer> beforePoll = consumer -> {};
  private boolean closed;

  FakeShareConsumer(int lockMs) {
    this.lockMs = lockMs;
  }

  /** Runs on the delivery's thread whenever it polls. */
  FakeShareConsumer beforePoll(Consumer<FakeShareConsumer> action) {
    beforePoll = action;
    return this;
  }

  FakeShareConsumer with(String topic, long... offsets) {
    for (long offset : offsets) {
      withDelivered(topic, offset, 1);
    }
    return this;
  }

  FakeShareConsumer withDelivered(String topic, long offset, int deliveries) {
    waiting.add(
        new ConsumerRecord<>(
            topic,
            0,
            offset,
            ConsumerRecord.NO_TIMESTAMP,
            TimestampType.NO_TIMESTAMP_TYPE,
            0,
            0,
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            Optional.empty(),
            Optional.of((short) deliveries)));
    return this;
  }

  /** The lock of a record that is being renewed is lost: the record does not come back. */
  void loseLock(String topic, long offset) {
    renewing.removeIf(record -> record.offset() == offset);
    callback.onComplete(
        Map.of(new TopicIdPartition(Uuid.ONE_UUID, new TopicPartition(topic, 0)), Set.of(offset)),
        new InvalidRecordStateException("lock timed out"));
  }

  Map<Long, List<AcknowledgeType>> acknowledged() {
    return acknowledged;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    beforePoll.accept(this);
    uncommitted.clear();
    waiting.forEach(this::addRecord);
    waiting.clear();
    if (renewing.isEmpty() && renewed.isEmpty()) {
      return super.poll(timeout);
    }
    if (renewed.isEmpty()) {
      renewed.addAll(renewing);
      renewing.clear();
      return ConsumerRecords.empty();
    }
    List<ConsumerRecord<byte[], byte[]>> returned = List.copyOf(renewed);
    renewed.clear();
    return new ConsumerRecords<>(
        Map.of(new TopicPartition(returned.get(0).topic(), 0), returned), Map.of());
  }

  @Override
  public synchronized void acknowledge(
      ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
    acknowledged.computeIfAbsent(record.offset(), offset -> new ArrayList<>()).add(type);
    uncommitted.put(record.offset(), type);
    if (type == AcknowledgeType.RENEW) {
      renewing.add(record);
    }
  }

  @Override
  public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
    if (!uncommitted.isEmpty()) {
      committed.add(Map.copyOf(uncommitted));
      uncommitted.clear();
    }
    return Map.of();
  }

  /** The acknowledgements that each synchronous commit made durable. */
  List<Map<Long, AcknowledgeType>> committed() {
    return committed;
  }

  @Override
  public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback) {
    this.callback = callback;
  }

  @Override
  public Optional<Integer> acquisitionLockTimeoutMs() {
    return Optional.of(lockMs);
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
