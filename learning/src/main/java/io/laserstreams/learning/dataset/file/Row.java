package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of a file. Errors name file, line and column. */
public final class Row {
  private final FilePosition position;
  private final Columns columns;
  private final FileFormat format;
  private final @Nullable Object[] values;

  /**
   * @param columns of the file
   * @param format of the file
   * @param values by index: texts, lists of texts, or null for none
   */
  Row(FilePosition position, Columns columns, FileFormat format, @Nullable Object[] values) {
    this.position = position;
    this.columns = columns;
    this.format = format;
    this.values = values;
  }

  public FilePosition position() {
    return position;
  }

  /** Whether the column's value is a list. */
  public boolean isList(String column) {
    return values[columns.index(column)] instanceof List;
  }

  /** The column's text without blanks around it; empty if missing. */
  public String text(String column) {
    Object value = values[columns.index(column)];
    if (value instanceof List) {
      throw invalid(
          column,
          "is a %s: only items.categories can be a list".formatted(columns.type(column).name()));
    }
    return present((String) value);
  }

  /**
   * The column's texts: the elements of a list, or the parts of a text.
   *
   * @param separator of the parts, null if the text is one
   */
  public List<String> texts(String column, @Nullable String separator) {
    List<String> texts = new ArrayList<>();
    if (values[columns.index(column)] instanceof List<?> list) {
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

  /** The column's text, which must not be missing. */
  public String required(String column) {
    String text = text(column);
    if (text.isEmpty()) {
      throw invalid(column, "is empty");
    }
    if (format.looksMissing(text)) {
      throw invalid(
          column,
          ("'%s' usually stands for a missing value: say in the file's format what does, null:"
                  + " ['%s'], or that nothing does, null: []")
              .formatted(text, text));
    }
    return text;
  }

  /** The column's id, which must not be missing; a number must be whole. */
  public String id(String column) {
    String id = required(column);
    ColumnType type = columns.type(column);
    switch (type.kind()) {
      case OTHER -> throw invalid(column, "is %s, which is not an id".formatted(type.name()));
      case NUMBER -> requireWhole(column, id, type);
      case TEXT -> {
        if (type.equals(ColumnType.UNQUOTED)
            && id.length() > 1
            && id.startsWith("\"")
            && id.endsWith("\"")) {
          throw invalid(
              column,
              "'%s' has quotes: say format: {quote: '\"'}, or {quote: ''} if they belong to the id"
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
      throw invalid(column, "'%s' is not an id".formatted(id));
    }
    if (number.stripTrailingZeros().scale() > 0) {
      throw invalid(
          column,
          "'%s' is not an id: it is not whole, and the column is %s".formatted(id, type.name()));
    }
    if (type.wholeBits() > 0
        && number.abs().compareTo(BigDecimal.valueOf(type.wholeBelow())) >= 0) {
      throw invalid(
          column,
          "'%s' is not an id: %s does not represent all whole numbers from %d on"
              .formatted(id, type.name(), type.wholeBelow()));
    }
  }

  /** The column's finite number, in decimal digits: Java would also read 30d, 4f and 0x1p3. */
  public double number(String column) {
    String text = required(column);
    if (text.chars().allMatch(c -> c < 'A' || c == 'e' || c == 'E')) {
      try {
        double number = Double.parseDouble(text);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Refused below.
      }
    }
    throw invalid(column, "'%s' is not a number".formatted(text));
  }

  /** The text of the column's time, which must not be missing. */
  public String time(String column) {
    if (columns.type(column).isTooCoarseForTimes()) {
      throw invalid(
          column, "is %s, which is too coarse for times".formatted(columns.type(column).name()));
    }
    return required(column);
  }

  /** An error that names this row and column. */
  public InvalidDatasetException invalid(String column, String what) {
    return new InvalidDatasetException("%s, column '%s': %s".formatted(position, column, what));
  }

  private String present(@Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    return format.isMissing(stripped) ? "" : stripped;
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(position, Arrays.toString(values));
  }
}
