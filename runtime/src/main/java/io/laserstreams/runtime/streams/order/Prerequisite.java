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

/**
 * One partition of a prerequisite: its records that were handed to Kafka Streams and are not
 * processed, and how far it has been read and processed.
 */
final class Prerequisite {
  /**
   * So many records in a row must be younger before a time counts as passed: one producer's clock
   * may be wrong.
   */
  private static final int PASSED_BY = 100;

  private static final int MOST_ENDS = 64;

  private final Deserializer<?> values;
  private final TimestampExtractor eventTime;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Integer> waitingByKey = new HashMap<>();
  private final Deque<Long> lastRecordTimes = new ArrayDeque<>();
  private final Deque<End> ends = new ArrayDeque<>();
  private long position = -1;
  private long settled = Long.MIN_VALUE;

  Prerequisite(Deserializer<?> values, TimestampExtractor eventTime) {
    this.values = values;
    this.eventTime = eventTime;
  }

  /**
   * The log ended at this offset when it was asked for, at a time, milliseconds since the epoch.
   */
  private record End(long offset, long askedAt) {}

  private final class Waiting {
    private final ConsumerRecord<byte[], byte[]> record;
    private final String key;
    private Long time;

    Waiting(ConsumerRecord<byte[], byte[]> record) {
      this.record = record;
      this.key = record.key() == null ? "" : new String(record.key(), UTF_8);
    }

    /**
     * Read where it is needed, which is seldom; a record that becomes a dead letter is before
     * everything.
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

  void handed(ConsumerRecord<byte[], byte[]> record) {
    Waiting added = new Waiting(record);
    waiting.add(added);
    waitingByKey.merge(added.key, 1, Integer::sum);
    lastRecordTimes.add(record.timestamp());
    if (lastRecordTimes.size() > PASSED_BY) {
      lastRecordTimes.remove();
    }
  }

  /** Kafka Streams is done with the records before an offset. */
  void reached(long offset) {
    while (!waiting.isEmpty() && waiting.peek().record.offset() < offset) {
      waitingByKey.computeIfPresent(
          waiting.remove().key, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  int size() {
    return waiting.size();
  }

  /** Whether the newest records that were handed on are all younger, by the records' own times. */
  boolean hasPassed(long recordTime) {
    return lastRecordTimes.size() == PASSED_BY
        && lastRecordTimes.stream().allMatch(time -> time > recordTime);
  }

  /**
   * The newest event time of the waiting records up to the last one of a key whose time is before
   * another; {@link Long#MIN_VALUE} where there is none.
   */
  long newestUpToLastBefore(Object key, long time) {
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

  /** The broker said where the log ended at a time. */
  void ended(long offset, long askedAt) {
    ends.add(new End(offset, askedAt));
    if (ends.size() > MOST_ENDS) {
      ends.remove();
    }
  }

  /** The consumer has read, and handed on, everything before an offset. */
  void read(long offset) {
    position = offset;
  }

  /**
   * The time up to which everything that was acknowledged has been processed; see {@link
   * PendingPrerequisites#settled}.
   */
  long settled() {
    while (!waiting.isEmpty()
        && !ends.isEmpty()
        && waiting.peek().record.value() != null
        && waiting.peek().time() == Long.MIN_VALUE) {
      // Kafka Streams makes a dead letter of it without a processor.
      reached(waiting.peek().record.offset() + 1);
    }
    long done = waiting.isEmpty() ? position : waiting.peek().record.offset();
    while (!ends.isEmpty() && ends.peek().offset() <= done) {
      settled = ends.remove().askedAt();
    }
    return settled;
  }
}
