package io.laserstreams.worker.prompt;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A text by which a producer tries to take over a prompt.
 *
 * @param answer what a model that falls for it may write
 */
public record Injection(String name, String text, String answer) {
  /** Those in {@code injections.json}. */
  public static List<Injection> all() throws IOException {
    try (InputStream in = Injection.class.getResourceAsStream("/injections.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<List<Injection>>() {});
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
