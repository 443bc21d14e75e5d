package io.laserstreams.tools.bench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.machine.Machine;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPageTest {
  private static final Origin ORIGIN =
      new Origin(
          "laser bench score --items 300",
          "abc123",
          "2026-11-30",
          new Machine("Fast CPU", 2, 8L << 30, "Linux 6", "OpenJDK 17", "0-1"));

  @TempDir Path folder;

  private static Row row(String name, Map<String, String> parameters, Double busy, Figure... of) {
    return new Row(name, parameters, List.of(of), busy, List.of(), ORIGIN);
  }

  private static Figure figure(String name, String unit, Double... values) {
    return Figure.of(new Measure(name, unit), List.of(values));
  }

  @Test
  void shouldShowMediansAndExtremesInATable() {
    Row one =
        row(
            "dcnv2",
            Map.of("candidates", "20"),
            0.031,
            figure("step", "µs", 1.234, 1.5, 0.9),
            figure("rate", "slates/s", 12_345.6));
    Row other = row("din", Map.of(), null, figure("rate", "slates/s", 15.25, 16.25));

    assertEquals(
        List.of(
            "|  | candidates | step, µs | rate, slates/s | others' CPU |",
            "|---|---|---|---|---|",
            "| dcnv2 | 20 | 1.23 (0.900–1.50) | 12,346 | 3 % |",
            "| din |  |  | 15.8 (15.3–16.3) | unknown |"),
        RowTable.lines(List.of(one, other)));
  }

  @Test
  void shouldMarkRowsOfABusyMachine() {
    Row busy = row("din", Map.of(), 0.42, figure("rate", "slates/s", 15.0));

    assertTrue(busy.wasBusy());
    assertTrue(RowTable.lines(List.of(busy)).get(2).endsWith("| **42 %** |"));
  }

  @Test
  void shouldPrintNotesBelowTheTable() {
    Row row = new Row("din", Map.of(), List.of(), 0.0, List.of("it was not warm"), ORIGIN);

    assertEquals("din: it was not warm.", RowTable.lines(List.of(row, row)).get(5));
  }

  @Test
  void shouldSayWhereFiguresComeFrom() {
    Row row = row("din", Map.of(), 0.0, figure("rate", "slates/s", 15.0));

    String page = BenchPage.of(List.of(new BenchReport("score", List.of(row))));

    assertTrue(
        page.contains(
            "`laser bench score --items 300` at abc123 on 2026-11-30: 2 cores of Fast CPU, 8 GiB,"
                + " Linux 6, OpenJDK 17, CPUs 0-1."),
        page);
    assertTrue(page.contains("## train"), page);
    assertTrue(page.contains("No figures are committed yet."), page);
  }

  @Test
  void shouldNameBothCommitsOfAComparison() {
    Row own = row("scoring", Map.of(), 0.0, figure("rate", "slates/s", 15.0));
    Row other = new Row("baseline", Map.of(), List.of(), 0.0, List.of(), ORIGIN.ofCommit("def456"));

    String page = BenchPage.of(List.of(new BenchReport("pipeline", List.of(own, other))));

    assertTrue(page.contains("at abc123 and def456 on"), page);
  }

  @Test
  void shouldRefuseAnUnknownBenchmark() {
    UserException refused =
        assertThrows(
            UserException.class, () -> BenchPage.of(List.of(new BenchReport("speed", List.of()))));

    assertTrue(refused.getMessage().contains("'speed'"), refused.getMessage());
  }

  @Test
  void shouldReadWhatItHasWritten() throws IOException {
    Row row = row("din", Map.of("candidates", "20"), 0.5, figure("rate", "slates/s", 15.0, 16.0));
    BenchReport report = new BenchReport("score", List.of(row));
    JsonFile.write(folder.resolve("score.json"), report);

    assertEquals(List.of(report), BenchReport.readAll(List.of(folder)));
  }

  @Test
  void shouldNameAFileThatIsNoReport() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"rows\": 3}");

    UserException refused =
        assertThrows(UserException.class, () -> BenchReport.readAll(List.of(file)));

    assertTrue(refused.getMessage().contains("other.json"), refused.getMessage());
  }
}
