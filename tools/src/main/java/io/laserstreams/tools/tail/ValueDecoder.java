package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.schema.serde.WrittenValue;
import io.laserstreams.schema.serde.WrittenValueReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of one topic. Where the catalogue promises a schema, a value that the apps
 * cannot read as such is damaged; elsewhere, as on the topic of dead letters, bytes are Avro if the
 * registry's schema reads all of them, and else plain. For one thread.
 */
final class ValueDecoder {
  private final String topic;
  private final WrittenValueReader written;
  private final Optional<AvroDeserializer<?>> ofApps;

  ValueDecoder(TailedTopic topic, Schemas schemas) {
    this.topic = topic.name();
    this.written = new WrittenValueReader(schemas);
    this.ofApps =
        topic
            .entry()
            .flatMap(entry -> entry.schema())
            .map(schema -> AvroDeserializer.of(schemas, schema));
  }

  /**
   * A value as JSON.
   *
   * @param schema name of the writer's schema; null if it is not in Avro
   * @param damage why the apps cannot read it; null if they can
   */
  record Decoded(JsonNode json, @Nullable String schema, @Nullable String damage) {
    Decoded {
      requireNonNull(json, "json is null");
    }
  }

  /**
   * @throws io.laserstreams.schema.serde.RegistryUnavailableException if the registry does not
   *     answer
   */
  Decoded decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Decoded(JsonNodeFactory.instance.nullNode(), null, null);
    }
    String damage = ofApps.map(deserializer -> damage(deserializer, bytes)).orElse(null);
    if (WrittenValueReader.looksWritten(bytes)) {
      try {
        WrittenValue value = written.read(topic, bytes);
        if (ofApps.isPresent() || value.complete()) {
          return new Decoded(
              AvroJson.of(value.value(), value.schema()), value.schema().getFullName(), damage);
        }
      } catch (UnreadableRecordException e) {
        // Shown as the bytes that it is.
      }
    }
    return new Decoded(PlainJson.of(bytes), null, damage);
  }

  private @Nullable String damage(AvroDeserializer<?> deserializer, byte[] bytes) {
    try {
      deserializer.deserialize(topic, bytes);
      return null;
    } catch (UnreadableRecordException e) {
      return Causes.of(e);
    }
  }
}
