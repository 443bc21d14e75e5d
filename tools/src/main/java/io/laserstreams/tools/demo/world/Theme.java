package io.laserstreams.tools.demo.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A subject of items, and the words for it.
 *
 * @param name for people
 * @param titles beginnings of titles
 * @param phrases of descriptions
 */
record Theme(String name, List<String> titles, List<String> phrases) {
  Theme {
    titles = List.copyOf(titles);
    phrases = List.copyOf(phrases);
  }

  /** The themes of the demo. */
  static List<Theme> all() {
    try (InputStream in = Theme.class.getResourceAsStream("themes.json")) {
      return List.copyOf(new ObjectMapper().readValue(in, new TypeReference<List<Theme>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read themes.json, which is part of the tools jar", e);
    }
  }
}
