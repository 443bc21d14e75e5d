package io.laserstreams.scoring.slate;

import java.util.SplittableRandom;

/**
 * Shows a share ε of slates in a uniformly random order, so that the trainer also learns about
 * items that the model would not have shown.
 *
 * <p>The logged propensity is the marginal probability that an item got its rank, whether explored
 * or not: {@code (1-ε)·[the greedy rank is this rank] + ε/n}. For every rank the propensities of
 * all items sum to one, which makes inverse propensity estimates unbiased (Swaminathan and
 * Joachims, "Counterfactual risk minimization", ICML 2015).
 *
 * <p>The draw depends only on the seed and the impression's id, so that a record processed again
 * after a crash gets the same order.
 */
public final class Exploration {
  private final double share;
  private final long seed;

  /**
   * @param share of slates that explore, 0 to 1
   */
  public Exploration(double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "The exploration share is " + share + "; it must be from 0 to 1");
    }
    this.share = share;
    this.seed = seed;
  }

  /**
   * The order to show.
   *
   * @param greedy indexes of the candidates in the model's order; not changed
   */
  public Order order(String impressionId, int[] greedy) {
    SplittableRandom random = new SplittableRandom(seed ^ hash(impressionId));
    boolean explored = random.nextDouble() < share;
    int[] shown = greedy.clone();
    if (explored) {
      shuffle(shown, random);
    }
    return new Order(shown, explored);
  }

  /**
   * Probability that the item at {@code greedyRank} of the model's order is shown at {@code rank}
   * in a slate of {@code size}.
   */
  public double propensity(int greedyRank, int rank, int size) {
    return (greedyRank == rank ? 1 - share : 0) + share / size;
  }

  /**
   * @param shown indexes of the candidates in the order to show
   * @param explored whether the order was drawn at random
   */
  public record Order(int[] shown, boolean explored) {}

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int swapped = values[last];
      values[last] = values[other];
      values[other] = swapped;
    }
  }

  /** FNV-1a over the characters; {@link SplittableRandom} mixes its seed well. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
