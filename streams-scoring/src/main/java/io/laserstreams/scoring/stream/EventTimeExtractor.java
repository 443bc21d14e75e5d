package io.laserstreams.scoring.stream;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.User;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Extracts the event time of a record, by which Kafka Streams orders the records of several topics.
 * If it is negative, which would silently drop the record, or so far ahead that it would hold back
 * later records, the record's own time is used instead.
 *
 * <p>The header {@link #RECORD_TIME} carries the record's own time, which processors cannot see
 * otherwise.
 */
public final class EventTimeExtractor implements TimestampExtractor {
  private static final String RECORD_TIME = "laser.record.time";

  private final InstantSource clock;
  private final long maxAhead;

  /**
   * @param maxAhead how many milliseconds an event time may be ahead of the wall clock
   */
  public EventTimeExtractor(InstantSource clock, long maxAhead) {
    this.clock = requireNonNull(clock, "clock is null");
    this.maxAhead = maxAhead;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    record
        .headers()
        .remove(RECORD_TIME)
        .add(RECORD_TIME, ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array());
    long time = eventTime(record.value(), record.timestamp());
    return time >= 0 && time <= clock.millis() + maxAhead ? time : Math.max(0, record.timestamp());
  }

  /** The record's own time, milliseconds since the epoch. */
  static long recordTime(Record<?, ?> record) {
    return ByteBuffer.wrap(record.headers().lastHeader(RECORD_TIME).value()).getLong();
  }

  private static long eventTime(Object value, long otherwise) {
    if (value instanceof Interaction interaction) {
      return interaction.getEventTime();
    }
    if (value instanceof Impression impression) {
      return impression.getEventTime();
    }
    if (value instanceof Knowledge knowledge) {
      return knowledge.getBasedOnEventTime();
    }
    return value instanceof User user ? user.getUpdatedAt() : otherwise;
  }
}
