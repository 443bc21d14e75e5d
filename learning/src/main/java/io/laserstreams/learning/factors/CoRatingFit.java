package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.Neighbours;
import java.util.Arrays;

/**
 * How alike items are rated by the same users: the sum of the products of the residuals over a
 * damped count of pairs (Koren 2008). Kept up event by event; memory is eight bytes for each pair
 * of the items that are rated first, of which there are at most {@link #MOST}.
 */
final class CoRatingFit {
  static final int MOST = 8_000;
  private static final float DAMPING = 30;

  private final int neighbours;
  private float[][] sums = new float[0][];
  private float[][] counts = new float[0][];

  /**
   * @param neighbours most of an item
   */
  CoRatingFit(int neighbours) {
    this.neighbours = neighbours;
  }

  /** Pairs a user's newest event with those before it. */
  void add(EventsByUser.Events events) {
    int newest = events.size - 1;
    int item = events.items[newest];
    if (item >= MOST) {
      return;
    }
    float residual = events.residuals[newest];
    for (int e = 0; e < newest; e++) {
      int other = events.items[e];
      if (other == item || other >= MOST) {
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
      int length = Math.min(MOST, Math.max(row + 1, 2 * sums.length));
      sums = Arrays.copyOf(sums, length);
      counts = Arrays.copyOf(counts, length);
    }
    sums[row] = new float[row];
    counts[row] = new float[row];
  }

  /** The item's strongest neighbours, alike or opposite, strongest first. */
  Neighbours of(int item, int items) {
    float[] similarities = new float[Math.min(items, MOST)];
    for (int other = 0; other < similarities.length; other++) {
      int high = Math.max(item, other);
      int low = Math.min(item, other);
      if (high != low && high < sums.length && sums[high] != null) {
        similarities[other] = sums[high][low] / (counts[high][low] + DAMPING);
      }
    }
    return LargestMagnitudes.of(similarities, neighbours);
  }
}
