package io.laserstreams.worker.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
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
  public static final List<String> NAMES = List.of("movies", "books", "products");

  public Domain {
    factors = List.copyOf(factors);
    if (factors.isEmpty()) {
      throw new IllegalArgumentException("A domain needs at least one factor");
    }
  }

  /** One of the domains that come with the product, see {@link #NAMES}. */
  public static Domain named(String name) {
    try (InputStream in = Domain.class.getResourceAsStream("/prompts/domains/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException(
            "Unknown prompt domain '" + name + "'; known are " + NAMES);
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
