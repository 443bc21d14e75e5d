package io.laserstreams.crm.streaming.basis;

/** Rows of a basis as bits of their hashes: tells fast that a row is not among them, and sometimes errs that it is (Bloom 1970). */
public final class RowFilter {
  private static final int BITS_A_ROW = 32;
  private static final int GOLDEN = 0x9E3779B9;

  private final int shift;
  private final long[] bits;

  /** @param most how many rows are going to be added */
  public RowFilter(int most) {
    int size = Integer.highestOneBit(Math.max(2, most)) * BITS_A_ROW;
    shift = Integer.numberOfLeadingZeros(size) + 1;
    bits = new long[size >>> 6];
  }

  public void add(int row) {
    int bit = row * GOLDEN >>> shift;
    bits[bit >>> 6] |= 1L << bit;
  }

  /** 1 where the row may have been added, else 0. */
  int mayHave(int row) {
    int bit = row * GOLDEN >>> shift;
    return (int) (bits[bit >>> 6] >>> bit) & 1;
  }
}
