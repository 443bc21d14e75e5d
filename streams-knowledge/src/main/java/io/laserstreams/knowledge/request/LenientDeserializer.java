package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records for a table in memory; an unreadable one is empty. Another reader of the topic
 * dead-letters it once; if each table did so, too, each instance would write another dead letter at
 * each start.
 */
public final class LenientDeserializer<T> implements Deserializer<Optional<T>> {
  private final Deserializer<T> records;

  public LenientDeserializer(Deserializer<T> records) {
    this.records = requireNonNull(records, "records is null");
  }

  @Override
  public Optional<T> deserialize(String topic, byte[] bytes) {
    try {
      return Optional.ofNullable(records.deserialize(topic, bytes));
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }
}
