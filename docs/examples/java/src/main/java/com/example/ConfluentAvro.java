package com.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Avro in Confluent's wire format: a zero byte, the schema's id in four bytes, Avro binary. Schemas
 * are looked up in the registry and never registered: {@code laser topics apply} does that.
 */
final class ConfluentAvro {
  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final String registry;
  private final Map<String, Registered> latest = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

  ConfluentAvro(String registry) {
    this.registry = registry;
  }

  private record Registered(int id, Schema schema) {}

  /** The newest schema of a topic's values. */
  Schema schema(String topic) {
    return registered(topic).schema();
  }

  byte[] serialize(String topic, GenericRecord value) {
    Registered registered = registered(topic);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(MAGIC);
      out.writeInt(registered.id());
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(registered.schema()).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  GenericRecord deserialize(String topic, byte[] bytes) {
    if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
      throw new IllegalArgumentException(
          "A record of " + topic + " is not in Confluent's wire format");
    }
    Schema schema =
        byId.computeIfAbsent(
            ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt(),
            id -> parse(get("/schemas/ids/" + id)));
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException("A record of " + topic + " does not follow its schema", e);
    }
  }

  private Registered registered(String topic) {
    return latest.computeIfAbsent(
        topic,
        name -> {
          String subject = URLEncoder.encode(name + "-value", StandardCharsets.UTF_8);
          JsonNode answer = get("/subjects/" + subject + "/versions/latest");
          return new Registered(answer.get("id").intValue(), parse(answer));
        });
  }

  private static Schema parse(JsonNode answer) {
    return new Schema.Parser().parse(answer.get("schema").textValue());
  }

  private JsonNode get(String path) {
    URI uri = URI.create(registry + path);
    try {
      var response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            uri + " answers " + response.statusCode() + ": " + response.body());
      }
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("The schema registry does not answer at " + uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
