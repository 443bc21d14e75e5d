package io.laserstreams.tools.client;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The position of a record.
 *
 * @param topic with its prefix
 */
public record RecordPosition(String topic, int partition, long offset) {
  public static RecordPosition of(ConsumerRecord<?, ?> record) {
    return new RecordPosition(record.topic(), record.partition(), record.offset());
  }
}
