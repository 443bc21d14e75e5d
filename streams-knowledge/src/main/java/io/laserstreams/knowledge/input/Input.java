package io.laserstreams.knowledge.input;

import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Processes the records of one source topic. It validates a record before it changes anything.
 *
 * <p>Throws {@code BadRecordException} or {@code UnreadableRecordException} for a record that is to
 * become a dead letter.
 */
@FunctionalInterface
public interface Input {
  /**
   * @param value the serialized value, null for a tombstone
   * @param now wall-clock time, milliseconds since the epoch
   */
  void process(String key, byte @Nullable [] value, RecordMetadata source, long now);
}
