package io.laserstreams.crm.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values and their rows in an embedding table. Row 0 is every unknown value. Values are only ever
 * added, so a row keeps its meaning. Growing is for the one thread that trains; a vocabulary out of
 * a bundle is only read.
 */
public final class Vocabulary {
  /** The row of every value that is not in the vocabulary. */
  public static final int UNKNOWN = 0;

  private final Map<String, Integer> rows = new HashMap<>();
  private final List<String> values = new ArrayList<>();

  public Vocabulary() {}

  /** A vocabulary of these values, the first in row 1. */
  @JsonCreator
  public Vocabulary(List<String> values) {
    for (String value : values) {
      if (rows.put(value, rows.size() + 1) != null) {
        throw new IllegalArgumentException("the vocabulary has '" + value + "' twice");
      }
      this.values.add(value);
    }
  }

  /** The value's row, {@link #UNKNOWN} for null and for a value that is not there. */
  public int row(String value) {
    return value == null ? UNKNOWN : rows.getOrDefault(value, UNKNOWN);
  }

  /** Adds the value if it is new and a table of so many rows has place; returns its row. */
  public int grow(String value, int capacity) {
    Integer row = rows.get(value);
    if (row != null) {
      return row;
    }
    if (value == null || values.size() + 1 >= capacity) {
      return UNKNOWN;
    }
    values.add(value);
    rows.put(value, values.size());
    return values.size();
  }

  /** The values in the order of their rows, from row 1. */
  @JsonValue
  public List<String> values() {
    return List.copyOf(values);
  }

  /** Rows in use, the unknown one included. */
  public int size() {
    return values.size() + 1;
  }

  public Vocabulary copy() {
    return new Vocabulary(values);
  }
}
