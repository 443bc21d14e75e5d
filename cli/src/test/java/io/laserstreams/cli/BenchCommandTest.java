package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.tools.bench.figure.BenchReport;
import io.laserstreams.tools.bench.figure.Figure;
import io.laserstreams.tools.bench.figure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  private static final String HOME = "laser.home";

  @TempDir Path folder;

  /** A build whose {@code laser} runs the classes under test. */
  @BeforeEach
  void createBuild() throws IOException {
    Path laser = folder.resolve("laser");
    Files.write(
        laser,
        List.of(
            "#!/bin/sh",
            "exec '%s' -Xmx$LASER_HEAP -cp '%s' io.laserstreams.cli.Laser \"$@\""
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"))));
    assertTrue(laser.toFile().setExecutable(true));
    System.setProperty(HOME, folder.toString());
  }

  @AfterEach
  void forgetBuild() {
    System.clearProperty(HOME);
  }

  @Test
  void shouldNameAWrongOption() {
    CommandRun run = CommandRun.laser("bench", "pipeline", "--users", "0");

    assertEquals(2, run.exitCode(), run.err());
    assertEquals("laser: --users is 0, must be at least 1", run.err().strip());
  }

  @Test
  void shouldNameAFolderWithoutABaseline() {
    CommandRun run = CommandRun.laser("bench", "pipeline", "--baseline", "/nowhere");

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("There is no build in /nowhere"), run.err());
  }

  @Test
  void shouldNeedTheScript() {
    System.clearProperty(HOME);

    CommandRun run = CommandRun.laser("bench", "score");

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("start this command with the script laser"), run.err());
  }

  @Test
  @Tag("slow")
  void shouldMeasureTheScorerAndRenderThePage() throws IOException {
    Path json = folder.resolve("score.json");
    Path page = folder.resolve("page.md");

    CommandRun run =
        CommandRun.laser(
            "bench score --model dcnv2:none,sim-category:none --candidates 5 --history 3"
                .concat(" --items 300 --features false,true --window 10ms --repeats 2")
                .concat(" --json " + json)
                .split(" "));

    assertEquals(0, run.exitCode(), run.err());
    List<Row> rows = BenchReport.read(json).rows();
    assertEquals(4, rows.size());
    for (Row row : rows) {
      assertEquals(5, row.figures().size(), row.toString());
      assertTrue(row.figures().stream().allMatch(figure -> figure.min() > 0), row.toString());
      assertTrue(row.origin().command().startsWith("laser bench score --model dcnv2"));
      assertTrue(figure(row, "ids to probabilities").median() > 0);
    }
    assertEquals(0, CommandRun.laser("bench", "page", "" + json, "--out", "" + page).exitCode());
    assertTrue(Files.readString(page).contains("| sim-category:none | 5 | 3 | all | 1 |"));
  }

  @Test
  @Tag("torch")
  void shouldMeasureTraining() {
    Path json = folder.resolve("train.json");

    CommandRun run =
        CommandRun.laser(
            "bench train --model dcnv2:none --history 3 --batch 8 --steps 2 --items 300 --repeats 1"
                .concat(" --json " + json)
                .split(" "));

    assertEquals(0, run.exitCode(), run.err());
    Row row = BenchReport.read(json).rows().get(0);
    assertTrue(figure(row, "learnt").median() > 0);
  }

  @Test
  @Tag("broker")
  void shouldMeasureAPipelineBesideAnotherBuild() {
    Path json = folder.resolve("pipeline.json");

    CommandRun run =
        CommandRun.laser(
            "bench pipeline --users 20 --items 300 --candidates 5 --history 3 --in-flight 20"
                .concat(" --rates 50 --window 1s --warm-up 3s --repeats 1 --heap 400m")
                .concat(" --at-least-once --baseline " + folder + " --json " + json)
                .split(" "));

    assertEquals(0, run.exitCode(), run.err() + run.out());
    List<Row> rows = BenchReport.read(json).rows();
    assertEquals(
        Set.of(
            "scoring",
            "baseline",
            "same-writes",
            "pass-through",
            "scoring / baseline",
            "scoring / same-writes",
            "scoring / pass-through"),
        rows.stream().map(Row::name).collect(Collectors.toSet()));
    assertEquals(4 * 3 + 3, rows.size());
    Row scoring = row(rows, "scoring", "saturated");
    assertTrue(figure(scoring, "CPU").median() > 0);
    assertTrue(figure(scoring, "written").median() > 1, scoring.toString());
    for (String other : List.of("baseline", "same-writes", "pass-through")) {
      assertEquals(
          figure(scoring, "rate").median() / figure(row(rows, other, "saturated"), "rate").median(),
          figure(row(rows, "scoring / " + other, null), "ratio of rates").median(),
          1e-9);
      Row atRate = row(rows, other, "50/s");
      assertTrue(figure(atRate, "p50").median() > 0);
      assertTrue(figure(atRate, "p50").median() <= figure(atRate, "p99").median());
      assertTrue(figure(atRate, "p99").median() <= figure(atRate, "largest").median());
    }
    assertTrue(rows.stream().allMatch(row -> row.busy() == null || row.busy() <= 1));
  }

  private static Row row(List<Row> rows, String name, String load) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .filter(row -> load == null || load.equals(row.parameters().get("load")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + name + " " + load + " in " + rows));
  }

  private static Figure figure(Row row, String name) {
    return row.figures().stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + row));
  }
}
