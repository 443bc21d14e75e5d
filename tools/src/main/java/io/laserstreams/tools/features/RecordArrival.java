package io.laserstreams.tools.features;

import io.laserstreams.tools.client.RecordPosition;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where and when a record arrived on its topic.
 *
 * @param recordTime the record's own timestamp, near the wall clock of its producer, milliseconds
 *     since the epoch
 */
record RecordArrival(RecordPosition position, long recordTime) {
  static RecordArrival of(ConsumerRecord<?, ?> record) {
    return new RecordArrival(RecordPosition.of(record), record.timestamp());
  }
}
