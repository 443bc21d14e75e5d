package io.laserstreams.crm.streaming.factors;

import java.util.Arrays;

/**
 * An item's most similar items with their similarities, the greatest in size first; rows are those
 * of the basis. Immutable.
 */
public final class Neighbours {
  static final Neighbours NONE = new Neighbours(new int[0], new float[0]);

  private final int[] rows;
  private final float[] similarities;

  public Neighbours(int[] rows, float[] similarities) {
    if (rows.length != similarities.length) {
      throw new IllegalArgumentException(
          "there are %d similarities of %d rows".formatted(similarities.length, rows.length));
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
   * Finds those that the filter lets through, in their order. There is no branch in it that a
   * processor could guess wrong.
   *
   * @param found takes their indices, at least {@link #size} long; beyond them it has arbitrary
   *     numbers
   * @return how many there are
   */
  public int find(RowFilter filter, int[] found) {
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      found[count] = i;
      count += filter.mayHave(rows[i]);
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
