package io.laserstreams.tools.deadletters;

import io.laserstreams.runtime.deadletter.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A dead letter and its position.
 *
 * @param id {@code partition@offset} on the dead-letter topic
 */
record Letter(String id, ConsumerRecord<byte[], byte[]> record, DeadLetter content) {
  static Letter of(ConsumerRecord<byte[], byte[]> record) {
    return new Letter(record.partition() + "@" + record.offset(), record, DeadLetter.read(record));
  }
}
