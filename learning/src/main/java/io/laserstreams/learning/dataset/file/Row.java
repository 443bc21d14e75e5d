package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** One row of a file. What is wrong with a column is said with file, line and column. */
public final class Row {
  private final FilePosition place;
  private final Columns columns;
  private final FileFormat format;
  private final Object[] values;

  /**
   * @param place where it stands
   * @param columns of the file
   * @param format what is said of the file
   * @param values by place: texts, lists of texts, or null where there is nothing
   */
  Row(FilePosition place, Columns columns, FileFormat format, Object[] values) {
    this.place = place;
    this.columns = columns;
    this.format = format;
    this.values = values;
  }

  /** Where it stands. */
  public FilePosition place() {
    return place;
  }

  /** The column's text without blanks around it; empty where the row has none. */
  public String text(String column) {
    Object value = values[columns.place(column)];
    if (value instanceof List) {
      throw invalid(
          column,
          "is a %s: only items.categories can be a list".formatted(columns.type(column).name()));
    }
    return present((String) value);
  }

  /**
   * The column's texts: of a list its elements, else what stands between the separators; null for
   * none.
   */
  public List<String> texts(String column, String separator) {
    List<String> texts = new ArrayList<>();
    if (values[columns.place(column)] instanceof List<?> list) {
      list.forEach(element -> texts.add(present((String) element)));
    } else {
      String text = text(column);
      List<String> parts =
          separator == null ? List.of(text) : List.of(text.split(Pattern.quote(separator)));
      parts.forEach(part -> texts.add(present(part)));
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  /** The column's text, which must be there. */
  public String required(String column) {
    String text = text(column);
    if (text.isEmpty()) {
      throw invalid(column, "is empty");
    }
    if (format.looksMissing(text)) {
      throw invalid(
          column,
          "'%s' usually stands for no value: say in the file's format what does, null: ['%s'], or that nothing does, null: []"
              .formatted(text, text));
    }
    return text;
  }

  /** The column's id, which must be there; a number is one where it is whole. */
  public String id(String column) {
    String id = required(column);
    ColumnType type = columns.type(column);
    switch (type.kind()) {
      case OTHER -> throw invalid(column, "is %s, which is no id".formatted(type.name()));
      case NUMBER -> requireWhole(column, id, type);
      case TEXT -> {
        if (type == ColumnType.UNQUOTED
            && id.length() > 1
            && id.startsWith("\"")
            && id.endsWith("\"")) {
          throw invalid(
              column,
              "'%s' has quotes: say format: {quote: '\"'}, or {quote: ''} where they are of the id"
                  .formatted(id));
        }
      }
    }
    return id;
  }

  private void requireWhole(String column, String id, ColumnType type) {
    BigDecimal number;
    try {
      number = new BigDecimal(id);
    } catch (NumberFormatException e) {
      throw invalid(column, "'%s' is no id".formatted(id));
    }
    if (number.stripTrailingZeros().scale() > 0) {
      throw invalid(
          column,
          "'%s' is no id: it is not whole, and the column is %s".formatted(id, type.name()));
    }
    if (type.wholeBits() > 0
        && number.abs().compareTo(BigDecimal.valueOf(type.wholeBelow())) >= 0) {
      throw invalid(
          column,
          "'%s' is no id: %s does not tell whole numbers from %d on apart"
              .formatted(id, type.name(), type.wholeBelow()));
    }
  }

  /** The column's finite number, in digits alone: Java would also read 30d, 4f and 0x1p3. */
  public double number(String column) {
    String text = required(column);
    if (text.chars().allMatch(c -> c < 'A' || c == 'e' || c == 'E')) {
      try {
        double number = Double.parseDouble(text);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw invalid(column, "'%s' is no number".formatted(text));
  }

  /** The column's text that says when, which must be there. */
  public String moment(String column) {
    if (columns.type(column).isTooCoarseForTimes()) {
      throw invalid(
          column, "is %s, which is too coarse for times".formatted(columns.type(column).name()));
    }
    return required(column);
  }

  /** An error that names this row and column. */
  public InvalidDatasetException invalid(String column, String what) {
    return new InvalidDatasetException("%s, column '%s': %s".formatted(place, column, what));
  }

  private String present(String text) {
    String stripped = text == null ? "" : text.strip();
    return format.isMissing(stripped) ? "" : stripped;
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(place, Arrays.toString(values));
  }
}
