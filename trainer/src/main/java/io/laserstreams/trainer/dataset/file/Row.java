package io.laserstreams.trainer.dataset.file;

import io.laserstreams.trainer.dataset.InvalidDatasetException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One row of a file. What is wrong with a column is said with file, line and column. */
public final class Row {
  private final String file;
  private final String place;
  private final long number;
  private final Map<String, Integer> columns;
  private final String[] values;

  /**
   * @param file its path
   * @param place what the number counts: lines or rows
   * @param number of the line or row, from 1
   * @param columns index of each column
   * @param values by index, null or empty where there is none
   */
  Row(String file, String place, long number, Map<String, Integer> columns, String[] values) {
    this.file = file;
    this.place = place;
    this.number = number;
    this.columns = columns;
    this.values = values;
  }

  /** Number of the line or row, from 1. */
  public long number() {
    return number;
  }

  /** The column's text without blanks around it; empty where the row has none. */
  public String text(String column) {
    String value = values[index(column)];
    return value == null ? "" : value.strip();
  }

  /** The column's text, which must not be empty. */
  public String required(String column) {
    String text = text(column);
    if (text.isEmpty()) {
      throw invalid(column, "is empty");
    }
    return text;
  }

  /** The column's finite number. */
  public double number(String column) {
    String text = required(column);
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw invalid(column, "'%s' is no number".formatted(text));
  }

  /** An error that names this row and column. */
  public InvalidDatasetException invalid(String column, String what) {
    return new InvalidDatasetException("%s, %s %d, column '%s': %s".formatted(file, place, number, column, what));
  }

  private int index(String column) {
    Integer index = columns.get(column);
    if (index == null) {
      throw new InvalidDatasetException(missing(file, column, columns));
    }
    return index;
  }

  static String missing(String file, String column, Map<String, Integer> columns) {
    return "%s has no column '%s', it has %s".formatted(file, column, columns.keySet());
  }

  @Override
  public String toString() {
    return "%s, %s %d: %s".formatted(file, place, number, List.of(Arrays.toString(values)));
  }
}
