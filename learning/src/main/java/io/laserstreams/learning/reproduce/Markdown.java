package io.laserstreams.learning.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A document, written paragraph by paragraph. */
final class Markdown {
  private final List<String> lines = new ArrayList<>();

  void add(String paragraph) {
    lines.add(paragraph);
    lines.add("");
  }

  void add(Table table) {
    lines.addAll(table.lines());
    lines.add("");
  }

  void image(String what, String file) {
    add("![" + what + "](" + file + ")");
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }

  /** A table. */
  static final class Table {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    Table(String... head) {
      this(Arrays.asList(head));
    }

    Table(List<String> head) {
      columns = head.size();
      row(head);
      lines.add("|" + "---|".repeat(columns));
    }

    void row(String... cells) {
      row(Arrays.asList(cells));
    }

    void row(List<String> cells) {
      if (cells.size() != columns) {
        throw new IllegalArgumentException(
            "%d cells in a table of %d columns: %s".formatted(cells.size(), columns, cells));
      }
      lines.add("| " + String.join(" | ", cells) + " |");
    }

    boolean isEmpty() {
      return lines.size() == 2;
    }

    List<String> lines() {
      return List.copyOf(lines);
    }
  }
}
