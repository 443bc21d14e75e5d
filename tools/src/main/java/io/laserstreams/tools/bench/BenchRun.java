package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.figure.BenchReport;
import io.laserstreams.tools.bench.figure.Origin;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.figure.RowTable;
import io.laserstreams.tools.bench.machine.Machine;
import io.laserstreams.tools.bench.machine.Pinning;
import io.laserstreams.tools.bench.system.Build;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** One run of a measurement: where it runs, and where its figures go. */
public final class BenchRun {
  private final BenchOptions options;
  private final PrintWriter out;
  private final Build build;
  private final Origin origin;

  /**
   * Restricts this process to the CPUs of the options.
   *
   * @throws UserException if that is impossible
   */
  public BenchRun(BenchOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.build = Build.at(options.home());
    String pinned = Pinning.ofThisProcess(options.cpus());
    this.origin =
        new Origin(
            options.command(),
            build.commit(),
            LocalDate.now(ZoneOffset.UTC).toString(),
            Machine.here(pinned));
  }

  int repeats() {
    return options.repeats();
  }

  /** The build that measures. */
  Build build() {
    return build;
  }

  Origin origin() {
    return origin;
  }

  /** Tells a person what is going on. */
  void say(String sentence) {
    out.println(sentence);
    out.flush();
  }

  /**
   * Prints the rows and writes them to the file of the options.
   *
   * @throws UserException if the file cannot be written
   */
  List<Row> finish(String benchmark, List<RowSamples> samples) {
    List<Row> rows = samples.stream().map(RowSamples::toRow).toList();
    say("");
    RowTable.lines(rows).forEach(this::say);
    if (rows.stream().anyMatch(Row::wasBusy)) {
      say("");
      say("In bold: the machine was busy with something else, do not rely on these figures.");
    }
    if (options.json() != null) {
      try {
        JsonFile.write(options.json(), new BenchReport(benchmark, rows));
      } catch (IOException e) {
        throw new UserException("Cannot write --json " + options.json() + ": " + e.getMessage(), e);
      }
    }
    return rows;
  }
}
