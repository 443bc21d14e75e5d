package io.laserstreams.lm.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a JSON object. */
final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /** The object in the file; an empty one if there is no such file. */
  static JsonNode read(Path file) {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    try {
      JsonNode value = JSON.readTree(file.toFile());
      if (!value.isObject()) {
        throw new UnusableModelException(file + " is not a JSON object");
      }
      return value;
    } catch (IOException e) {
      throw new UnusableModelException(file + " is not JSON: " + e.getMessage(), e);
    }
  }

  /** The ids of tokens in a field: one number, several, or none. */
  static List<Long> tokens(JsonNode object, String field) {
    JsonNode named = object.path(field);
    List<Long> ids = new ArrayList<>();
    if (named.isIntegralNumber()) {
      ids.add(named.asLong());
    }
    named.forEach(id -> ids.add(id.asLong()));
    return ids;
  }
}
