package io.laserstreams.tools.demo.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What an item can be about, and the words that say so.
 *
 * @param name what a person would call it
 * @param titles beginnings of titles
 * @param phrases phrases that a description is made of
 */
record Theme(String name, List<String> titles, List<String> phrases) {
  Theme {
    titles = List.copyOf(titles);
    phrases = List.copyOf(phrases);
  }

  /** The themes that come with the demo. */
  static List<Theme> all() {
    try (InputStream in = Theme.class.getResourceAsStream("themes.json")) {
      return List.copyOf(new ObjectMapper().readValue(in, new TypeReference<List<Theme>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read themes.json, which is part of the tools jar", e);
    }
  }
}
