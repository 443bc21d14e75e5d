package io.laserstreams.learning.dataset.description;

/**
 * How to draw what was not chosen, for data that only say what was.
 *
 * @param each number of items to draw for each row
 * @param seed of the draws
 */
public record Negatives(int each, Long seed) {
  private static final int MAX = 1_000;

  public Negatives {
    if (each < 1 || each > MAX) {
      throw new IllegalArgumentException(
          "interactions.negatives.each is %d, must be from 1 to %d".formatted(each, MAX));
    }
    seed = seed == null ? Long.valueOf(1) : seed;
  }
}
