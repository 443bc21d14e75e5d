package io.laserstreams.tools.features;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a record stands.
 *
 * @param topic with its prefix
 * @param recordTime the record's own timestamp, near the wall clock of who sent it, milliseconds
 *     since the epoch
 */
record Place(String topic, int partition, long offset, long recordTime) {
  static Place of(ConsumerRecord<?, ?> record) {
    return new Place(record.topic(), record.partition(), record.offset(), record.timestamp());
  }
}
