package io.laserstreams.tools.describe;

import io.laserstreams.learning.dataset.description.FileFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts in a description's YAML. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_./ -]*[A-Za-z0-9_]|[A-Za-z_]");
  private static final Pattern WORDS = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|~");

  private YamlText() {}

  /** A text as YAML reads it back, in quotes if it must be. */
  static String of(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    return PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches() && !text.contains(" #")
        ? text
        : "\""
            + text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
            + "\"";
  }

  /** Columns in brackets. */
  static String list(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(YamlText::of).toList()) + "]";
  }

  /** A map of fields with the names of their columns. */
  static String fields(List<ColumnProfile> columns) {
    return fields(columns, List.of());
  }

  /**
   * A map of fields with the names of their columns.
   *
   * @param dates columns of which the year is a field
   */
  static String fields(List<ColumnProfile> columns, List<ColumnProfile> dates) {
    List<String> fields = new ArrayList<>();
    columns.forEach(column -> fields.add(of(column.name()) + ": " + of(column.name())));
    dates.forEach(
        column ->
            fields.add(
                "%s: {column: %s, pattern: '^(\\d{4})'}"
                    .formatted(of(year(column)), of(column.name()))));
    return "{" + String.join(", ", fields) + "}";
  }

  /** The name of the field that is the year of a column. */
  static String year(ColumnProfile date) {
    return date.name() + "_year";
  }

  /** The line of a file's format; empty for the usual one. */
  static String format(FileFormat format, String indent) {
    List<String> parts = new ArrayList<>();
    if (format.delimiter() != null) {
      parts.add("delimiter: " + of(format.delimiter()));
    }
    if (format.charset() != null) {
      parts.add("charset: " + format.charset());
    }
    if (format.columns() != null) {
      parts.add("columns: " + list(format.columns()));
    }
    if (format.nulls() != null) {
      parts.add("null: " + list(format.nulls()));
    }
    return parts.isEmpty() ? "" : indent + "format: {" + String.join(", ", parts) + "}\n";
  }
}
