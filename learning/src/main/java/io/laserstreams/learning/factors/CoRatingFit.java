package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.Neighbours;
import java.util.Arrays;

/**
 * How similarly the same users rate two items: the sum of the products of their residuals over a
 * damped count of pairs (Koren 2008). Updated event by event; takes eight bytes for each pair among
 * the first {@link #MAX_ITEMS} rated items.
 */
final class CoRatingFit {
  static final int MAX_ITEMS = 8_000;
  private static final float DAMPING = 30;

  private final int maxNeighbours;
  private float[][] sums = new float[0][];
  private float[][] counts = new float[0][];

  /**
   * @param maxNeighbours of an item
   */
  CoRatingFit(int maxNeighbours) {
    this.maxNeighbours = maxNeighbours;
  }

  /** Pairs a user's newest event with those before it. */
  void add(EventsByUser.UserEvents events) {
    int newest = events.size - 1;
    int item = events.items[newest];
    if (item >= MAX_ITEMS) {
      return;
    }
    float residual = events.residuals[newest];
    for (int e = 0; e < newest; e++) {
      int other = events.items[e];
      if (other == item || other >= MAX_ITEMS) {
        continue;
      }
      int high = Math.max(item, other);
      if (high >= sums.length || sums[high] == null) {
        grow(high);
      }
      int low = Math.min(item, other);
      sums[high][low] += residual * events.residuals[e];
      counts[high][low]++;
    }
  }

  private void grow(int row) {
    if (row >= sums.length) {
      int length = Math.min(MAX_ITEMS, Math.max(row + 1, 2 * sums.length));
      sums = Arrays.copyOf(sums, length);
      counts = Arrays.copyOf(counts, length);
    }
    sums[row] = new float[row];
    counts[row] = new float[row];
  }

  /** The item's strongest neighbours, similar or opposite, strongest first. */
  Neighbours of(int item, int items) {
    float[] similarities = new float[Math.min(items, MAX_ITEMS)];
    for (int other = 0; other < similarities.length; other++) {
      int high = Math.max(item, other);
      int low = Math.min(item, other);
      if (high != low && high < sums.length && sums[high] != null) {
        similarities[other] = sums[high][low] / (counts[high][low] + DAMPING);
      }
    }
    return LargestMagnitudes.of(similarities, maxNeighbours);
  }
}
