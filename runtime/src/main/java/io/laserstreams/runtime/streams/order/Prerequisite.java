package io.laserstreams.runtime.streams.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a prerequisite: its records that Kafka Streams has received and not yet
 * processed, and how far it has been read and processed.
 */
final class Prerequisite {
  /**
   * Consecutive records that must be later before a time counts as passed: one producer's clock may
   * be wrong.
   */
  private static final int LATER_RECORDS_TO_PASS = 100;

  private static final int MAX_END_OFFSETS = 64;

  private final Deserializer<?> values;
  private final TimestampExtractor eventTime;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Integer> waitingByKey = new HashMap<>();
  private final Deque<Long> lastRecordTimes = new ArrayDeque<>();
  private final Deque<EndOffset> endOffsets = new ArrayDeque<>();
  private long position = -1;
  private long processedUntil = Long.MIN_VALUE;

  Prerequisite(Deserializer<?> values, TimestampExtractor eventTime) {
    this.values = values;
    this.eventTime = eventTime;
  }

  /** An end offset of the log, and when it was requested, milliseconds since the epoch. */
  private record EndOffset(long offset, long requestedAt) {}

  private final class Waiting {
    private final ConsumerRecord<byte[], byte[]> record;
    private final String key;
    private @Nullable Long time;

    Waiting(ConsumerRecord<byte[], byte[]> record) {
      this.record = record;
      this.key = record.key() == null ? "" : new String(record.key(), UTF_8);
    }

    /**
     * Decoded only on demand, which is seldom; a record that becomes a dead letter precedes all
     * others.
     */
    long time() {
      if (time == null) {
        try {
          Object value = values.deserialize(record.topic(), record.value());
          time =
              eventTime.extract(
                  new ConsumerRecord<>(
                      record.topic(),
                      record.partition(),
                      record.offset(),
                      record.timestamp(),
                      record.timestampType(),
                      0,
                      0,
                      key,
                      value,
                      new RecordHeaders(),
                      record.leaderEpoch()),
                  -1);
        } catch (UnreadableRecordException e) {
          time = Long.MIN_VALUE;
        }
      }
      return time;
    }
  }

  void added(ConsumerRecord<byte[], byte[]> record) {
    Waiting added = new Waiting(record);
    waiting.add(added);
    waitingByKey.merge(added.key, 1, Integer::sum);
    lastRecordTimes.add(record.timestamp());
    if (lastRecordTimes.size() > LATER_RECORDS_TO_PASS) {
      lastRecordTimes.remove();
    }
  }

  /** Kafka Streams has processed the records before an offset. */
  void processedBefore(long offset) {
    while (!waiting.isEmpty() && waiting.peek().record.offset() < offset) {
      waitingByKey.computeIfPresent(
          waiting.remove().key, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  int size() {
    return waiting.size();
  }

  /** Whether the newest records received are all later, by the records' own timestamps. */
  boolean hasPassed(long recordTime) {
    return lastRecordTimes.size() == LATER_RECORDS_TO_PASS
        && lastRecordTimes.stream().allMatch(time -> time > recordTime);
  }

  /**
   * The newest event time of the waiting records up to the last one of a key that is before a time;
   * {@link Long#MIN_VALUE} if the key has none.
   */
  long newestUpToLastBefore(@Nullable Object key, long time) {
    if (!waitingByKey.containsKey(String.valueOf(key))) {
      return Long.MIN_VALUE;
    }
    long newest = Long.MIN_VALUE;
    long upToLast = Long.MIN_VALUE;
    for (Waiting record : waiting) {
      newest = Math.max(newest, record.time());
      if (record.key.equals(key) && record.time() < time) {
        upToLast = newest;
      }
    }
    return upToLast;
  }

  /** The broker returned the end offset of the log. */
  void endedAt(long offset, long requestedAt) {
    endOffsets.add(new EndOffset(offset, requestedAt));
    if (endOffsets.size() > MAX_END_OFFSETS) {
      endOffsets.remove();
    }
  }

  /** The consumer has read everything before an offset. */
  void readBefore(long offset) {
    position = offset;
  }

  /**
   * The time up to which everything acknowledged has been processed; see {@link
   * PendingPrerequisites#processedUntil}.
   */
  long processedUntil() {
    while (!waiting.isEmpty()
        && !endOffsets.isEmpty()
        && waiting.peek().record.value() != null
        && waiting.peek().time() == Long.MIN_VALUE) {
      // Kafka Streams turns it into a dead letter without the processor.
      processedBefore(waiting.peek().record.offset() + 1);
    }
    long done = waiting.isEmpty() ? position : waiting.peek().record.offset();
    while (!endOffsets.isEmpty() && endOffsets.peek().offset() <= done) {
      processedUntil = endOffsets.remove().requestedAt();
    }
    return processedUntil;
  }
}
