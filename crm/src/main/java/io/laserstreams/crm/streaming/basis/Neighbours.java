package io.laserstreams.crm.streaming.basis;

import java.util.Arrays;

/** An item's most similar items with their similarities, the greatest in size first; rows are those of the basis. Immutable. */
public final class Neighbours {
  static final Neighbours NONE = new Neighbours(new int[0], new float[0]);

  private final int[] rows;
  private final float[] similarities;

  public Neighbours(int[] rows, float[] similarities) {
    if (rows.length != similarities.length) {
      throw new IllegalArgumentException("there are %d similarities of %d rows".formatted(similarities.length, rows.length));
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

  /** The first one from this on that the filter lets through, {@link #size} where there is none. */
  public int next(RowFilter filter, int from) {
    int i = from;
    while (i < rows.length && !filter.mayHave(rows[i])) {
      i++;
    }
    return i;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Neighbours that && Arrays.equals(rows, that.rows) && Arrays.equals(similarities, that.similarities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }
}
