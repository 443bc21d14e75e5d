package io.laserstreams.crm.streaming.factors;

/**
 * A set of rows by their last digits: quickly tells that a row is not in it, with false positives
 * (Bloom 1970).
 */
public final class BloomFilter {
  private static final int SLOTS_PER_ROW = 32;

  private final byte[] slots;

  /**
   * @param max how many rows may be added
   */
  public BloomFilter(int max) {
    slots = new byte[Integer.highestOneBit(Math.max(2, max)) * SLOTS_PER_ROW];
  }

  public void add(int row) {
    slots[row & (slots.length - 1)] = 1;
  }

  /** 1 if the row may have been added, else 0. */
  int mayContain(int row) {
    return slots[row & (slots.length - 1)];
  }
}
