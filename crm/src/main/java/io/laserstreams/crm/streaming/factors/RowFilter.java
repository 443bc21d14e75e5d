package io.laserstreams.crm.streaming.factors;

/**
 * Rows of a basis by their last digits: tells fast that a row is not among them, and sometimes errs
 * that it is (Bloom 1970).
 */
public final class RowFilter {
  private static final int PLACES_A_ROW = 32;

  private final byte[] places;

  /**
   * @param most how many rows are going to be added
   */
  public RowFilter(int most) {
    places = new byte[Integer.highestOneBit(Math.max(2, most)) * PLACES_A_ROW];
  }

  public void add(int row) {
    places[row & places.length - 1] = 1;
  }

  /** 1 where the row may have been added, else 0. */
  int mayHave(int row) {
    return places[row & places.length - 1];
  }
}
