package io.laserstreams.schema.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.InMemorySchemas;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private final InMemorySchemas schemas = new InMemorySchemas();
  private final Serde<Impression> impressions = AvroSerde.of(schemas, Impression.class);

  @Test
  void shouldReadWhatItWrote() {
    Impression impression =
        new Impression(
            "i-1",
            "u-1",
            978300760000L,
            List.of("a", "b"),
            Map.of("device", "phone"),
            978300761000L);
    byte[] bytes = impressions.serializer().serialize("laser.impressions", impression);
    assertEquals(impression, impressions.deserializer().deserialize("laser.impressions", bytes));
  }

  @Test
  void shouldWriteConfluentsWireFormat() {
    schemas.id("other-value", Item.SCHEMA$);
    Impression impression = new Impression("i", "u", 1L, List.of("a"), Map.of(), null);
    byte[] bytes = impressions.serializer().serialize("laser.impressions", impression);
    byte[] expected = {
      0, 0, 0, 0, 2, // magic byte, schema id as four big-endian bytes
      2, 'i', 2, 'u', 2, // strings with their length and a long, zigzag
      2, 2, 'a', 0, // an array's block of one, then its end
      0, 0
    }; // an empty map and the first branch of the union
    assertArrayEquals(expected, bytes);
  }

  @Test
  void shouldKeepTombstones() {
    assertNull(impressions.serializer().serialize("laser.impressions", null));
    assertNull(impressions.deserializer().deserialize("laser.impressions", null));
  }

  @Test
  void shouldNameTheFirstByteOfARecordThatIsNotAvro() {
    assertUnreadable(
        "{\"impressionId\":1}".getBytes(UTF_8), "18 bytes that start with 123 instead of 0");
  }

  @Test
  void shouldRefuseBytesThatAreTooShortForAHeader() {
    assertUnreadable(new byte[0], "are empty");
    assertUnreadable(new byte[] {0, 0, 0, 0}, "4 bytes");
  }

  @Test
  void shouldRefuseAnUnknownSchemaId() {
    assertUnreadable(new byte[] {0, 0, 0, 0, 99, 1}, "no schema with id 99");
  }

  @Test
  void shouldRefuseATruncatedRecord() {
    byte[] bytes =
        impressions
            .serializer()
            .serialize("t", new Impression("i-1", "u-1", 1L, List.of("a"), Map.of(), null));
    assertUnreadable(
        Arrays.copyOf(bytes, bytes.length - 3), "Not a Impression written with schema id 1");
  }

  @Test
  void shouldRefuseALengthBeyondTheRecord() {
    schemas.id("laser.impressions-value", Impression.SCHEMA$);
    assertUnreadable(
        new byte[] {0, 0, 0, 0, 1, -2, -1, -1, -1, 15},
        "Not a Impression written with schema id 1");
    byte[] longString = {
      0, 0, 0, 0, 1, -128, -68, -63, -106, 11
    }; // announces 1.5 billion bytes, which must not be allocated
    assertUnreadable(longString, "Not a Impression written with schema id 1");
    byte[] longArray = {0, 0, 0, 0, 1, 0, 0, 0, -128, -68, -63, -106, 11};
    assertUnreadable(longArray, "Not a Impression written with schema id 1");
    assertUnreadable(new byte[] {0, 0, 0, 0, 1, 1}, "Not a Impression written with schema id 1");
  }

  @Test
  void shouldRefuseARecordOfAnotherKind() {
    byte[] item =
        new AvroSerializer<Item>(schemas)
            .serialize("t", new Item("a", "A", "", List.of(), Map.of(), 0L));
    assertUnreadable(item, "io.laserstreams.schema.Item");
  }

  @Test
  void shouldReadARecordOfAnOlderWriterWithDefaults() throws IOException {
    Schema older =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Impression", "namespace": "io.laserstreams.schema",
                 "fields": [
                  {"name": "impressionId", "type": "string"}, {"name": "userId", "type": "string"},
                  {"name": "eventTime", "type": "long"},
                  {"name": "candidates", "type": {"type": "array", "items": "string"}}]}\
                """);
    GenericRecord written = new GenericData.Record(older);
    written.put("impressionId", "i-1");
    written.put("userId", "u-1");
    written.put("eventTime", 5L);
    written.put("candidates", List.of("a"));
    assertEquals(
        new Impression("i-1", "u-1", 5L, List.of("a"), Map.of(), null),
        impressions.deserializer().deserialize("laser.impressions", written(written)));
  }

  @Test
  void shouldReadARecordOfANewerWriterWithWhatItKnows() throws IOException {
    String current = Interaction.SCHEMA$.toString();
    Schema newer =
        new Schema.Parser()
            .parse(
                current
                    .replace("\"RETRACTION\"]", "\"RETRACTION\",\"PURCHASE\"]")
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"channel\",\"type\":\"string\","
                            + "\"default\":\"\"},"));
    GenericRecord written = new GenericData.Record(newer);
    written.put("channel", "web");
    written.put("interactionId", "x");
    written.put("userId", "u-1");
    written.put("itemId", "a");
    written.put("eventTime", 5L);
    written.put("kind", new GenericData.EnumSymbol(newer.getField("kind").schema(), "PURCHASE"));
    Deserializer<Interaction> reader = new AvroDeserializer<>(schemas, Interaction.class);
    assertEquals(
        new Interaction("x", "u-1", "a", 5L, InteractionKind.UNKNOWN, null, null, null),
        reader.deserialize("laser.interactions", written(written)));
  }

  @Test
  void shouldNameTheRecordThatCannotBeWritten() {
    Impression incomplete = new Impression("i-1", null, 1L, List.of(), Map.of(), null);
    SerializationException e =
        assertThrows(
            SerializationException.class,
            () -> impressions.serializer().serialize("laser.impressions", incomplete));
    assertTrue(
        e.getMessage().contains("Cannot write a Impression to laser.impressions"), e.getMessage());
  }

  private byte[] written(GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(4).putInt(schemas.id("any", record.getSchema())).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private void assertUnreadable(byte[] bytes, String message) {
    UnreadableRecordException e =
        assertThrows(
            UnreadableRecordException.class,
            () -> impressions.deserializer().deserialize("laser.impressions", bytes));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
