package io.laserstreams.worker.chat;

/**
 * How a model chooses its words.
 *
 * @param maxTokens the most tokens that it may write
 * @param temperature 0 for the likeliest text
 * @param seed the same one gives the same text where the model samples reproducibly
 */
public record Sampling(int maxTokens, double temperature, long seed) {
  /** Another draw: as lively as this one, and at least as lively as {@code temperature}. */
  public Sampling redrawn(double minTemperature, long otherSeed) {
    return new Sampling(maxTokens, Math.max(temperature, minTemperature), otherSeed);
  }
}
