package io.laserstreams.worker.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The vocabulary of prompts in one domain of recommendation.
 *
 * @param item what one item is called, for example movie
 * @param items the plural
 * @param consumed what users did with items, for example watched
 * @param factors the aspects that describe tastes and items
 */
public record Domain(String item, String items, String consumed, List<String> factors) {
  public static final List<String> NAMES =
      List.of("movies", "books", "music", "products", "generic");
  public static final String DEFAULT = "movies";
  private static final String FILE = ".json";

  public Domain {
    requireWord("item", item);
    requireWord("items", items);
    requireWord("consumed", consumed);
    if (factors == null || factors.isEmpty()) {
      throw new IllegalArgumentException("A domain needs at least one factor");
    }
    factors = List.copyOf(factors);
  }

  private static void requireWord(String name, String word) {
    if (word == null || word.isBlank()) {
      throw new IllegalArgumentException("A domain needs a word for '" + name + "'");
    }
  }

  /**
   * One of the domains that come with the product, see {@link #NAMES}, or the one that a JSON file
   * describes, as those are.
   *
   * @param nameOrFile a name, or a path that ends in {@code .json}
   * @throws IllegalArgumentException if it is neither; the message says why
   */
  public static Domain named(String nameOrFile) {
    return nameOrFile.endsWith(FILE) ? read(Path.of(nameOrFile)) : builtIn(nameOrFile);
  }

  /**
   * Reads a JSON file.
   *
   * @throws IllegalArgumentException if it does not describe a domain; the message says why
   */
  static Domain read(Path file) {
    try {
      return new ObjectMapper().readValue(file.toFile(), Domain.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Prompt domain '%s' is not a JSON file with item, items, consumed and factors: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Domain builtIn(String name) {
    try (InputStream in = Domain.class.getResourceAsStream("/prompts/domains/" + name + FILE)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "Unknown prompt domain '%s'; known are %s, or name a JSON file that describes one"
                .formatted(name, NAMES));
      }
      return new ObjectMapper().readValue(in, Domain.class);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read prompt domain '" + name + "'", e);
    }
  }

  public Domain withFactors(List<String> newFactors) {
    return new Domain(item, items, consumed, newFactors);
  }
}
