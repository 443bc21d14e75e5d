package io.laserstreams.schema.serde;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;

/**
 * Reads Confluent's wire format with the writer's schema alone, for people who look at records;
 * apps read with {@link AvroDeserializer}. For one thread.
 */
public final class WrittenValueReader {
  private final Schemas schemas;
  private final Map<Integer, GenericDatumReader<Object>> readers = new HashMap<>();
  private final Map<Integer, UnreadableRecordException> unknown = new HashMap<>();

  public WrittenValueReader(Schemas schemas) {
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  /** Whether the bytes start as the wire format does. */
  public static boolean looksWritten(byte[] bytes) {
    return WireFormat.hasHeader(bytes);
  }

  /**
   * @throws UnreadableRecordException if the bytes are not in the wire format, the registry does
   *     not know their schema, or they do not follow it
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public WrittenValue read(String topic, byte[] bytes) {
    int id = WireFormat.schemaId(topic, bytes);
    GenericDatumReader<Object> reader = reader(id);
    try {
      BinaryDecoder body = WireFormat.body(bytes);
      Object value = reader.read(null, body);
      return new WrittenValue(reader.getSchema(), value, body.isEnd());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // As in AvroDeserializer: the bytes are at fault, whatever Avro throws.
      throw new UnreadableRecordException(
          "Not written with schema id "
              + id
              + " ("
              + reader.getSchema().getFullName()
              + ") on "
              + topic,
          e);
    }
  }

  private GenericDatumReader<Object> reader(int id) {
    UnreadableRecordException before = unknown.get(id);
    if (before != null) {
      throw before;
    }
    return readers.computeIfAbsent(id, unused -> new GenericDatumReader<>(schema(id)));
  }

  private Schema schema(int id) {
    try {
      return schemas.byId(id);
    } catch (UnreadableRecordException e) {
      unknown.put(id, e); // Ids are given once: it stays unknown.
      throw e;
    }
  }
}
