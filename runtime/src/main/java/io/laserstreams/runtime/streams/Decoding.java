package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.KeyPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a source topic's values inside a processor, after checking that the key is on its
 * partition. Throws what becomes a dead letter ({@code BadRecordException}, {@code
 * UnreadableRecordException}) or fails the thread ({@code RegistryUnavailableException}).
 */
public final class Decoding<T> {
  private final Deserializer<T> deserializer;
  private final PartitionCounts partitions;

  public Decoding(Deserializer<T> deserializer, PartitionCounts partitions) {
    this.deserializer = requireNonNull(deserializer, "deserializer is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
  }

  /** The value, null for a tombstone; {@code source} is the processor context's record metadata. */
  public @Nullable T decode(@Nullable String key, byte @Nullable [] value, RecordMetadata source) {
    KeyPartition.require(key, source.partition(), partitions.of(source.topic()));
    return deserializer.deserialize(source.topic(), value);
  }
}
