package io.laserstreams.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Reads one schema from a registry's reply, after those that it refers to by subject and version.
 */
final class SchemaReader {
  private static final String AVRO = "AVRO";

  private final RegistryHttp http;

  /**
   * A default that does not fit its type harms nobody who reads records, and registries have such
   * schemas.
   */
  private final Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);

  private final Set<String> begun = new HashSet<>();

  SchemaReader(RegistryHttp http) {
    this.http = http;
  }

  /**
   * @throws SchemaParseException where the schema is not in Avro, or refers to one that is not
   *     there
   */
  Schema read(Reply reply) throws IOException, RegistryException {
    String format = reply.json().path("schemaType").asText(AVRO);
    if (!AVRO.equals(format)) {
      throw new SchemaParseException("its format is " + format);
    }
    for (JsonNode json : reply.json().path("references")) {
      Reply reference = new Reply(reply.path(), json);
      if (begun.add(reference.text("name"))) {
        read(
            referred(
                RegistryPaths.version(reference.text("subject"), reference.number("version"))));
      }
    }
    return parsed(reply.text("schema"));
  }

  private Reply referred(String path) throws IOException, RegistryException {
    try {
      return http.get(path);
    } catch (RegistryException e) {
      if (e.saysUnknown()) {
        throw new SchemaParseException(
            "it refers to " + path + ", which the registry does not know");
      }
      throw e;
    }
  }

  private Schema parsed(String text) {
    try {
      return parser.parse(text);
    } catch (RuntimeException e) {
      throw new SchemaParseException(e); // Avro throws others as well for what is no schema.
    }
  }
}
