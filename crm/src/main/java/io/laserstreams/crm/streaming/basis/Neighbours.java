package io.laserstreams.crm.streaming.basis;

import java.util.Arrays;

/**
 * An item's most similar items with their similarities, strongest first; rows are those of the basis. Finding one is a look-up in
 * an
 * open-addressed table.
 */
public final class Neighbours {
  static final Neighbours NONE = new Neighbours(new int[0], new float[0]);

  private final int[] rows;
  private final float[] similarities;
  private int[] table;

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

  /** The similarity to an item, 0 where it is none of the neighbours. */
  public float to(int row) {
    if (rows.length == 0 || row < 0) {
      return 0;
    }
    int[] index = table();
    for (int at = spread(row) & index.length - 1; index[at] != 0; at = at + 1 & index.length - 1) {
      int i = index[at] - 1;
      if (rows[i] == row) {
        return similarities[i];
      }
    }
    return 0;
  }

  /** Places of neighbours, counted from 1; made when it is first asked for, by whichever thread. */
  private int[] table() {
    int[] index = table;
    if (index == null) {
      index = new int[Integer.highestOneBit(rows.length) << 2];
      for (int i = 0; i < rows.length; i++) {
        int at = spread(rows[i]) & index.length - 1;
        while (index[at] != 0) {
          at = at + 1 & index.length - 1;
        }
        index[at] = i + 1;
      }
      table = index;
    }
    return index;
  }

  private static int spread(int row) {
    return row * 0x9E3779B9 >>> 12;
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
