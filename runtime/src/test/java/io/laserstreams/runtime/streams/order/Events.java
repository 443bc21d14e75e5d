package io.laserstreams.runtime.streams.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** Questions that wait for facts; each value is its event time in digits. */
final class Events {
  static final String QUESTIONS = "questions";
  static final String FACTS = "facts";
  static final TopicPartition QUESTIONS_0 = new TopicPartition(QUESTIONS, 0);
  static final TopicPartition FACTS_0 = new TopicPartition(FACTS, 0);
  static final Deserializer<Long> TIMES =
      (topic, bytes) -> {
        try {
          return bytes == null ? null : Long.valueOf(new String(bytes, UTF_8));
        } catch (NumberFormatException e) {
          throw new UnreadableRecordException("Not a number", e);
        }
      };
  static final TimestampExtractor EVENT_TIME =
      (record, partitionTime) -> record.value() instanceof Long time ? time : record.timestamp();

  private Events() {}

  static PendingPrerequisites prerequisites() {
    return new PendingPrerequisites(QUESTIONS, Map.of(FACTS, TIMES), EVENT_TIME);
  }

  static ConsumerRecord<byte[], byte[]> raw(
      TopicPartition partition, long offset, long recordTime, String key, String value) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        recordTime,
        TimestampType.CREATE_TIME,
        0,
        0,
        key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        new RecordHeaders(),
        Optional.empty());
  }

  static ConsumerRecord<byte[], byte[]> fact(long offset, String key, long time) {
    return raw(FACTS_0, offset, time, key, Long.toString(time));
  }

  static ConsumerRecord<byte[], byte[]> question(long offset, String key, long time) {
    return raw(QUESTIONS_0, offset, time, key, Long.toString(time));
  }

  /** The record as Kafka Streams passes it to the extractor. */
  static ConsumerRecord<Object, Object> read(ConsumerRecord<byte[], byte[]> raw) {
    return new ConsumerRecord<>(
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.timestamp(),
        raw.timestampType(),
        0,
        0,
        new String(raw.key(), UTF_8),
        TIMES.deserialize(raw.topic(), raw.value()),
        raw.headers(),
        raw.leaderEpoch());
  }
}
