package io.laserstreams.lm.generation;

import static java.util.Objects.requireNonNull;

/**
 * A text to write.
 *
 * @param prompt tokens to read; at least one
 * @param maxTokens to write at most
 * @param seed of everything random in it
 */
public record GenerationTask(long[] prompt, int maxTokens, Sampling sampling, long seed) {
  public GenerationTask {
    requireNonNull(sampling, "sampling is null");
    if (prompt.length == 0 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "%d tokens to read and %d to write; there must be one of each"
              .formatted(prompt.length, maxTokens));
    }
  }
}
