package io.laserstreams.learning.dataset.file;

/**
 * The type of a column's values.
 *
 * @param name in the file, for errors
 * @param kind of the values
 * @param wholeBits for floating-point numbers, the power of two below which whole numbers are
 *     exact; 0 if all are
 */
record ColumnType(String name, Kind kind, int wholeBits) {
  /** What values can be read as. */
  enum Kind {
    /** Ids, numbers, times or texts, as they parse. */
    TEXT,
    /** Numbers; ids if they are whole. */
    NUMBER,
    /** Booleans, times or days, never ids. */
    OTHER
  }

  static final ColumnType TEXT = new ColumnType("text", Kind.TEXT, 0);

  /** Text in a file that is read without quotes, although the description does not say so. */
  static final ColumnType UNQUOTED = new ColumnType("text without quotes", Kind.TEXT, 0);

  /** The power of two from which on a whole number may stand for several. */
  long wholeBelow() {
    return 1L << wholeBits;
  }

  /** Whether values are too coarse for times: 32-bit floats of today are two minutes apart. */
  boolean isTooCoarseForTimes() {
    return wholeBits > 0 && wholeBits < 53;
  }
}
