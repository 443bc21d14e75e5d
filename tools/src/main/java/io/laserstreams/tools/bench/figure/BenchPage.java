package io.laserstreams.tools.bench.figure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.machine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of {@code docs/benchmarks}: what each figure means, and the figures. */
public final class BenchPage {
  /** In the order of the page. */
  public static final List<String> BENCHMARKS =
      List.of("score", "pipeline", "freshness", "swap", "restore", "memory", "train");

  private BenchPage() {}

  /**
   * Renders the page.
   *
   * @throws UserException if a report is of no benchmark
   */
  public static String of(List<BenchReport> reports) {
    for (BenchReport report : reports) {
      if (!BENCHMARKS.contains(report.benchmark())) {
        throw new UserException(
            "There is no benchmark '" + report.benchmark() + "', there are " + BENCHMARKS);
      }
    }
    StringBuilder page = new StringBuilder(text("introduction"));
    for (String benchmark : BENCHMARKS) {
      page.append("\n## ").append(benchmark).append("\n\n").append(text(benchmark));
      List<Row> rows =
          reports.stream()
              .filter(report -> report.benchmark().equals(benchmark))
              .flatMap(report -> report.rows().stream())
              .toList();
      byRun(rows).forEach((run, measured) -> append(page, measured));
      if (rows.isEmpty()) {
        page.append("\nNo figures are committed yet.\n");
      }
    }
    return page.toString();
  }

  /** Rows of several builds that were measured in one run belong together. */
  private static Map<String, List<Row>> byRun(List<Row> rows) {
    Map<String, List<Row>> runs = new LinkedHashMap<>();
    for (Row row : rows) {
      Origin origin = row.origin();
      runs.computeIfAbsent(
              origin.date() + "\n" + origin.command() + "\n" + origin.machine(),
              run -> new ArrayList<>())
          .add(row);
    }
    return runs;
  }

  private static void append(StringBuilder page, List<Row> rows) {
    Origin origin = rows.get(0).origin();
    Machine machine = origin.machine();
    page.append(
        "\n`%s` at %s on %s: %d cores of %s, %d GiB, %s, %s, CPUs %s.\n\n"
            .formatted(
                origin.command(),
                String.join(
                    " and ", rows.stream().map(row -> row.origin().commit()).distinct().toList()),
                origin.date(),
                machine.cores(),
                machine.cpu(),
                machine.memoryBytes() >> 30,
                machine.os(),
                machine.jvm(),
                machine.pinnedTo()));
    RowTable.lines(rows).forEach(line -> page.append(line).append('\n'));
  }

  private static String text(String name) {
    String resource = "page/" + name + ".md";
    try (InputStream text = BenchPage.class.getResourceAsStream(resource)) {
      if (text == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }
}
