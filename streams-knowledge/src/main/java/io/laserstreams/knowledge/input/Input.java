package io.laserstreams.knowledge.input;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Takes the records of one source topic. An implementation judges a record before it changes
 * anything.
 *
 * <p>Throws {@code BadRecordException} or {@code UnreadableRecordException} for a record that is to
 * become a dead letter.
 */
@FunctionalInterface
public interface Input {
  /**
   * @param value bytes as they came, null for a tombstone
   * @param now wall-clock time, milliseconds since the epoch
   */
  void take(String key, byte[] value, RecordMetadata source, long now);
}
