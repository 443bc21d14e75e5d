package io.laserstreams.crm.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values and their rows in an embedding table. Row 0 stands for every unknown value. Values are
 * only ever added, so a row keeps its meaning. Only the thread that trains may grow a vocabulary; a
 * bundle's vocabulary is read-only.
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

  /** The value's row, {@link #UNKNOWN} for null and for an unknown value. */
  public int row(@Nullable String value) {
    return value == null ? UNKNOWN : rows.getOrDefault(value, UNKNOWN);
  }

  /**
   * Adds the value if it is new and a table of {@code capacity} rows has room; returns its row, or
   * {@link #UNKNOWN}.
   */
  public int grow(@Nullable String value, int capacity) {
    int row = row(value);
    if (row != UNKNOWN || value == null || values.size() + 1 >= capacity) {
      return row;
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

  /** Rows in use, including that of unknown values. */
  public int size() {
    return values.size() + 1;
  }

  /** A copy that grows independently. */
  public Vocabulary copy() {
    return new Vocabulary(values);
  }
}
