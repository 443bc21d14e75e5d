package io.laserstreams.schema.serde;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Confluent's wire format with the writer's schema from the registry and the reader's schema
 * from the class. Null stays null. Thread-safe.
 *
 * <p>Throws {@link UnreadableRecordException} for bytes that can never be read, which are dead
 * letters, and {@link RegistryUnavailableException} if the registry does not answer, which the
 * caller retries.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  static {
    TrustedRecords.trust();
  }

  private final Schemas schemas;
  private final Class<T> type;
  private final Schema readerSchema;
  private final Map<Integer, Schema> writerSchemas = new ConcurrentHashMap<>();

  /**
   * By schema id. Creating a reader resolves both schemas, which takes longer than reading a
   * record; readers are not thread-safe.
   */
  private final ThreadLocal<Map<Integer, SpecificDatumReader<T>>> readers =
      ThreadLocal.withInitial(HashMap::new);

  public AvroDeserializer(Schemas schemas, Class<T> type) {
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.type = requireNonNull(type, "type is null");
    this.readerSchema = SpecificData.get().getSchema(type);
  }

  /**
   * For records of a contract.
   *
   * @throws IllegalArgumentException if no class was generated from the schema
   */
  public static AvroDeserializer<?> of(Schemas schemas, Schema contract) {
    Class<?> type = SpecificData.get().getClass(contract);
    if (type == null) {
      throw new IllegalArgumentException(
          "There is no class of the schema " + contract.getFullName());
    }
    return new AvroDeserializer<>(schemas, type.asSubclass(SpecificRecord.class));
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    int id = WireFormat.schemaId(topic, bytes);
    Schema writerSchema = writerSchemas.get(id);
    if (writerSchema == null) {
      writerSchema = schemas.byId(id);
      writerSchemas.put(id, writerSchema);
    }
    try {
      return type.cast(reader(id, writerSchema).read(null, WireFormat.body(bytes)));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Decoding touches only the bytes: whatever Avro throws is their fault. The stack overflows
      // if a writer's schema contains itself and the bytes nest without end. Avro checks counts
      // and lengths against the bytes left.
      throw new UnreadableRecordException(
          "Not a "
              + type.getSimpleName()
              + " written with schema id "
              + id
              + " ("
              + writerSchema.getFullName()
              + ") on "
              + topic,
          e);
    }
  }

  private SpecificDatumReader<T> reader(int id, Schema writerSchema) {
    return readers
        .get()
        .computeIfAbsent(id, unused -> new SpecificDatumReader<>(writerSchema, readerSchema));
  }
}
