package io.laserstreams.tools.features;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a record stands.
 *
 * @param topic with its prefix
 * @param recordTime the record's own timestamp, near the wall clock of who sent it, milliseconds
 *     since the epoch
 */
record RecordArrival(String topic, int partition, long offset, long recordTime) {
  static RecordArrival of(ConsumerRecord<?, ?> record) {
    return new RecordArrival(
        record.topic(), record.partition(), record.offset(), record.timestamp());
  }
}
