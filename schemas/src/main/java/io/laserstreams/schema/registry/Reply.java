package io.laserstreams.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * What a registry tells, and its fields, which throw where they are missing or of another type: it
 * is no registry then.
 *
 * @param path what was asked for, for messages
 */
record Reply(String path, JsonNode json) {
  int number(String field) throws IOException {
    JsonNode value = json.path(field);
    return require(value.isIntegralNumber() && value.canConvertToInt(), field, value).intValue();
  }

  String text(String field) throws IOException {
    JsonNode value = json.path(field);
    return require(value.isTextual(), field, value).textValue();
  }

  boolean flag(String field) throws IOException {
    JsonNode value = json.path(field);
    return require(value.isBoolean(), field, value).booleanValue();
  }

  private JsonNode require(boolean there, String field, JsonNode value) throws IOException {
    if (!there) {
      throw new IOException(
          "it answers 200 to " + path + ", but without the field " + field + ": is it a registry?");
    }
    return value;
  }
}
