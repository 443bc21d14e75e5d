package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Item;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads items for the catalog; an unreadable one is empty. The topology reads the same topic and
 * dead-letters it once; if the catalog did so, too, each instance would write another dead letter
 * at each start.
 */
public final class LenientItems implements Deserializer<Optional<Item>> {
  private final Deserializer<Item> items;

  public LenientItems(Deserializer<Item> items) {
    this.items = requireNonNull(items, "items is null");
  }

  @Override
  public Optional<Item> deserialize(String topic, byte[] bytes) {
    try {
      return Optional.ofNullable(items.deserialize(topic, bytes));
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }
}
