package io.laserstreams.worker.language;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The languages that are known. */
public final class Languages {
  public static final String ENGLISH = "en";

  private static final String FILE = "/languages.json";
  private static final SortedMap<String, Language> KNOWN = read();

  private Languages() {}

  /** Their codes. */
  public static SortedSet<String> codes() {
    return new TreeSet<>(KNOWN.keySet());
  }

  public static Collection<Language> all() {
    return KNOWN.values();
  }

  /**
   * The language of a code.
   *
   * @throws IllegalArgumentException if none is known
   */
  public static Language of(String code) {
    Language language = KNOWN.get(code);
    if (language == null) {
      throw new IllegalArgumentException(
          "Unknown language '" + code + "'; known are " + KNOWN.keySet());
    }
    return language;
  }

  private static SortedMap<String, Language> read() {
    SortedMap<String, Language> known = new TreeMap<>();
    try (InputStream in = requireNonNull(Languages.class.getResourceAsStream(FILE), FILE)) {
      new ObjectMapper()
          .readTree(in)
          .properties()
          .forEach(entry -> known.put(entry.getKey(), language(entry.getKey(), entry.getValue())));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + FILE, e);
    }
    return Collections.unmodifiableSortedMap(known);
  }

  private static Language language(String code, JsonNode json) {
    return new Language(
        code,
        json.get("name").asText(),
        StreamSupport.stream(json.get("scripts").spliterator(), false)
            .map(script -> UnicodeScript.valueOf(script.asText()))
            .collect(Collectors.toSet()),
        Optional.ofNullable(json.get("needed"))
            .map(script -> UnicodeScript.valueOf(script.asText())),
        words(json.get("words").asText()));
  }

  private static Set<String> words(String spaced) {
    return Stream.of(spaced.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
  }
}
