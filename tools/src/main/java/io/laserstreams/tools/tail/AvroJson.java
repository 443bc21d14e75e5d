package io.laserstreams.tools.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro's generic values as plain JSON: a union is the value that it holds, an enum its symbol,
 * bytes as {@link PlainJson#ofBytes} shows them.
 */
final class AvroJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AvroJson() {}

  static JsonNode of(@Nullable Object value, Schema schema) {
    if (value == null) {
      return JSON.nullNode();
    }
    return switch (schema.getType()) {
      case RECORD -> record((IndexedRecord) value, schema);
      case ARRAY -> array((Collection<?>) value, schema.getElementType());
      case MAP -> map((Map<?, ?>) value, schema.getValueType());
      case UNION -> of(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
      case BYTES -> PlainJson.ofBytes(bytes((ByteBuffer) value));
      case FIXED -> PlainJson.ofBytes(((GenericFixed) value).bytes());
      case STRING, ENUM -> JSON.textNode(value.toString());
      case INT -> JSON.numberNode((Integer) value);
      case LONG -> JSON.numberNode((Long) value);
      case FLOAT -> JSON.numberNode((Float) value);
      case DOUBLE -> JSON.numberNode((Double) value);
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case NULL -> JSON.nullNode();
    };
  }

  private static ObjectNode record(IndexedRecord record, Schema schema) {
    ObjectNode node = JSON.objectNode();
    for (Schema.Field field : schema.getFields()) {
      node.set(field.name(), of(record.get(field.pos()), field.schema()));
    }
    return node;
  }

  private static ArrayNode array(Collection<?> elements, Schema schema) {
    ArrayNode node = JSON.arrayNode(elements.size());
    elements.forEach(element -> node.add(of(element, schema)));
    return node;
  }

  private static ObjectNode map(Map<?, ?> entries, Schema schema) {
    ObjectNode node = JSON.objectNode();
    entries.forEach((key, value) -> node.set(key.toString(), of(value, schema)));
    return node;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
