package io.laserstreams.schema.serde;

import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.schema.InMemorySchemas;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged records of every topic. */
@Tag("fuzz")
class AvroFuzzTest {
  private static final int HONEST = 5;

  private final InMemorySchemas schemas = new InMemorySchemas();

  static Stream<Topic> topics() {
    return Arrays.stream(Topic.values()).filter(topic -> topic.schema().isPresent());
  }

  @ParameterizedTest
  @MethodSource("topics")
  <T extends SpecificRecord> void shouldReadOrRefuseDamagedRecords(Topic topic)
      throws ClassNotFoundException {
    Schema schema = topic.schema().orElseThrow();
    int id = schemas.id(topic.baseName(), schema);
    schemas.id("another", Item.SCHEMA$);
    List<byte[]> honest =
        StreamSupport.stream(new RandomData(schema, HONEST, 3, true).spliterator(), false)
            .map(record -> wire(id, schema, record))
            .collect(toList());
    @SuppressWarnings("unchecked")
    var reader = new AvroDeserializer<>(schemas, (Class<T>) Class.forName(schema.getFullName()));
    var writer = new AvroSerializer<T>(schemas);
    CodecFuzz.survives(
        honest,
        UnreadableRecordException.class,
        bytes -> reader.deserialize(topic.baseName(), bytes),
        (bytes, value) ->
            assertEquals(
                value,
                reader.deserialize(topic.baseName(), writer.serialize(topic.baseName(), value))));
  }

  /** A writer's schema that contains itself, and bytes that nest without end. */
  @Test
  void shouldRefuseBytesThatNestWithoutEnd() {
    Schema nested =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Item", "namespace": "io.laserstreams.schema",
                 "fields": [
                  {"name": "more", "type": {"type": "record", "name": "More",
                    "fields": [{"name": "more", "type": ["null", "More"]}]}}]}\
                """);
    int id = schemas.id("nested", nested);
    byte[] bytes = new byte[1_000_000];
    Arrays.fill(bytes, (byte) 2);
    byte[] header = {0, 0, 0, 0, (byte) id};
    System.arraycopy(header, 0, bytes, 0, header.length);
    assertThrows(
        UnreadableRecordException.class,
        () -> new AvroDeserializer<>(schemas, Item.class).deserialize("items", bytes));
  }

  private static byte[] wire(int id, Schema schema, Object record) {
    var out = new ByteArrayOutputStream();
    IntStream.of(0, 0, 0, 0, id).forEach(out::write);
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
