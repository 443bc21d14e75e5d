package io.laserstreams.learning.dataset.file;

/**
 * What the values of a column can stand for.
 *
 * @param name as the file has it, for errors
 * @param kind what they are
 * @param wholeBits for binary fractions, up to which power of two whole numbers are told apart; 0
 *     where all are
 */
record ColumnType(String name, Kind kind, int wholeBits) {
  /** What values are. */
  enum Kind {
    /** Ids, numbers, times or texts: whatever they can be read as. */
    TEXT,
    /** Numbers, which are ids where they are whole. */
    NUMBER,
    /** True and false, moments or days: no ids. */
    OTHER
  }

  static final ColumnType TEXT = new ColumnType("text", Kind.TEXT, 0);

  /** Text in a file without quotes, though the description does not say that it has none. */
  static final ColumnType UNQUOTED = new ColumnType("text without quotes", Kind.TEXT, 0);

  /** The smallest power of two from which on a whole number may stand for several. */
  long wholeBelow() {
    return 1L << wholeBits;
  }

  /**
   * Whether values are too coarse to be times: 32 bits tell moments of today apart that are two
   * minutes away from each other.
   */
  boolean isTooCoarseForTimes() {
    return wholeBits > 0 && wholeBits < 53;
  }
}
