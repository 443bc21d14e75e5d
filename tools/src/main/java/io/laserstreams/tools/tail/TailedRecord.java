package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record and its decoded value. */
record TailedRecord(ConsumerRecord<byte[], byte[]> source, ValueDecoder.Decoded value) {
  /** Longer headers are cut: a dead letter carries a stack trace. */
  private static final int MAX_HEADER_CHARACTERS = 500;

  /** Always with milliseconds, so that the texts sort as the times do. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  TailedRecord {
    requireNonNull(source, "source is null");
    requireNonNull(value, "value is null");
  }

  /**
   * The record as JSON.
   *
   * @param withSchema whether to name the schema, for topics that have several
   */
  ObjectNode json(boolean withSchema) {
    ObjectNode line = JSON.objectNode();
    if (source.timestamp() >= 0) {
      line.put("time", TIME.format(Instant.ofEpochMilli(source.timestamp())));
    } else {
      line.putNull("time");
    }
    line.put("partition", source.partition()).put("offset", source.offset());
    line.set("key", PlainJson.of(source.key()));
    line.set("value", value.json());
    if (withSchema && value.schema() != null) {
      line.put("schema", value.schema());
    }
    if (value.damage() != null) {
      line.put("damaged", value.damage());
    }
    ObjectNode headers = headers();
    if (!headers.isEmpty()) {
      line.set("headers", headers);
    }
    return line;
  }

  /** By name; a list where a name has several values. */
  private ObjectNode headers() {
    ObjectNode node = JSON.objectNode();
    for (Header header : source.headers()) {
      JsonNode before = node.get(header.key());
      JsonNode value = cut(PlainJson.of(header.value()));
      if (before == null) {
        node.set(header.key(), value);
      } else if (before instanceof ArrayNode several) {
        several.add(value);
      } else {
        node.set(header.key(), JSON.arrayNode().add(before).add(value));
      }
    }
    return node;
  }

  private static JsonNode cut(JsonNode value) {
    String text = value.textValue();
    return text == null || text.length() <= MAX_HEADER_CHARACTERS
        ? value
        : JSON.textNode(
            text.substring(0, MAX_HEADER_CHARACTERS) + "... (" + text.length() + " characters)");
  }
}
