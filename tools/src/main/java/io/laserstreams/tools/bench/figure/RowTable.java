package io.laserstreams.tools.bench.figure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows as a Markdown table, for the page and for the terminal. */
public final class RowTable {
  private static final String NOTHING = "";

  private RowTable() {}

  /**
   * A column for each parameter and each measure of any row; {@code median (min–max)}; and what
   * other processes took, in bold from {@link Row#BUSY} on.
   */
  public static List<String> lines(List<Row> rows) {
    Set<String> parameters = new LinkedHashSet<>();
    Set<Measure> measures = new LinkedHashSet<>();
    for (Row row : rows) {
      parameters.addAll(row.parameters().keySet());
      row.figures().forEach(figure -> measures.add(new Measure(figure.name(), figure.unit())));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header(parameters, measures)));
    lines.add("|---".repeat(parameters.size() + measures.size() + 2) + "|");
    rows.forEach(row -> lines.add(line(cells(row, parameters, measures))));
    rows.stream()
        .flatMap(row -> row.notes().stream().map(note -> row.name() + ": " + note))
        .distinct()
        .forEach(note -> lines.addAll(List.of("", note + ".")));
    return lines;
  }

  private static List<String> header(Set<String> parameters, Set<Measure> measures) {
    List<String> header = new ArrayList<>(List.of(NOTHING));
    header.addAll(parameters);
    measures.forEach(
        measure ->
            header.add(
                measure.unit().isEmpty()
                    ? measure.name()
                    : measure.name() + ", " + measure.unit()));
    header.add("others' CPU");
    return header;
  }

  private static List<String> cells(Row row, Set<String> parameters, Set<Measure> measures) {
    List<String> cells = new ArrayList<>(List.of(row.name()));
    parameters.forEach(name -> cells.add(row.parameters().getOrDefault(name, NOTHING)));
    for (Measure measure : measures) {
      cells.add(
          row.figures().stream()
              .filter(figure -> measure.equals(new Measure(figure.name(), figure.unit())))
              .findFirst()
              .map(Digits::of)
              .orElse(NOTHING));
    }
    cells.add(busy(row));
    return cells;
  }

  private static String busy(Row row) {
    if (row.busy() == null) {
      return "unknown";
    }
    String share = String.format(Locale.ROOT, "%.0f %%", 100 * row.busy());
    return row.wasBusy() ? "**" + share + "**" : share;
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
