package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads columns by category, or a list of columns that are named like their categories. */
final class FlagsDeserializer extends JsonDeserializer<Map<String, String>> {
  @Override
  public Map<String, String> deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode node = context.readTree(parser);
    Map<String, String> flags = new LinkedHashMap<>();
    if (node.isObject()) {
      node.properties().forEach(flag -> flags.put(flag.getKey(), column(flag.getValue())));
    } else if (node.isArray()) {
      for (JsonNode column : node) {
        if (flags.put(column(column), column(column)) != null) {
          throw new IllegalArgumentException(
              "categories.flags names the column '%s' twice".formatted(column.asText()));
        }
      }
    } else {
      throw new IllegalArgumentException(
          "categories.flags is '%s', must be a list of columns, or a column for each category"
              .formatted(node.asText()));
    }
    return flags;
  }

  private static String column(JsonNode name) {
    if (!name.isValueNode() || name.isNull() || name.asText().isBlank()) {
      throw new IllegalArgumentException(
          "categories.flags has %s where the name of a column belongs".formatted(name));
    }
    return name.asText();
  }
}
