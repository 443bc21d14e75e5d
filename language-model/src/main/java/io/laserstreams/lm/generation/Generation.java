package io.laserstreams.lm.generation;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The tokens that a model wrote.
 *
 * @param tokens without the stop token
 * @param stopped whether the model ended the text; otherwise it was cut at the limit
 * @param promptTokens read
 * @param reusedTokens of these that were in memory from an earlier prompt with the same beginning
 */
public record Generation(List<Long> tokens, boolean stopped, int promptTokens, int reusedTokens) {
  public Generation {
    tokens = List.copyOf(requireNonNull(tokens, "tokens is null"));
  }
}
