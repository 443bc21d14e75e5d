package io.laserstreams.crm.streaming.factors;

import java.util.Arrays;

/**
 * An item's most similar items, as rows of the fitted factors, with their similarities; the
 * greatest absolute similarity first. Immutable.
 */
public final class Neighbours {
  static final Neighbours NONE = new Neighbours(new int[0], new float[0]);

  private final int[] rows;
  private final float[] similarities;

  public Neighbours(int[] rows, float[] similarities) {
    if (rows.length != similarities.length) {
      throw new IllegalArgumentException(
          "there are %d similarities for %d rows".formatted(similarities.length, rows.length));
    }
    this.rows = rows;
    this.similarities = similarities;
  }

  public int size() {
    return rows.length;
  }

  public int row(int i) {
    return rows[i];
  }

  public float similarity(int i) {
    return similarities[i];
  }

  /**
   * Finds those that pass the filter, in their order. The loop has no branch that a processor could
   * mispredict.
   *
   * @param found receives their indices, at least {@link #size} long; the rest of it is arbitrary
   * @return how many there are
   */
  public int find(BloomFilter filter, int[] found) {
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      found[count] = i;
      count += filter.mayContain(rows[i]);
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Neighbours that
        && Arrays.equals(rows, that.rows)
        && Arrays.equals(similarities, that.similarities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }
}
