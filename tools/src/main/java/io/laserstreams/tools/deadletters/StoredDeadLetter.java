package io.laserstreams.tools.deadletters;

import io.laserstreams.runtime.deadletter.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A dead letter and its position.
 *
 * @param id {@code partition@offset} on the dead-letter topic
 */
record StoredDeadLetter(String id, ConsumerRecord<byte[], byte[]> record, DeadLetter content) {
  static StoredDeadLetter of(ConsumerRecord<byte[], byte[]> record) {
    return new StoredDeadLetter(
        record.partition() + "@" + record.offset(), record, DeadLetter.read(record));
  }
}
