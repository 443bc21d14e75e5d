package io.laserstreams.cli.options;

import io.laserstreams.tools.reproduce.ReproduceOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results of a reproduction go. */
public final class ReportMixin {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Finished rows, the report and its plots; a run with the same folder continues, one with"
              + " other options adds to it (default: reproduce-NAME).")
  private @Nullable Path out;

  @Option(
      names = "--only-report",
      description = "Train nothing: write the report of the rows that the folder has.")
  private boolean onlyReport;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the rows to this file.")
  private @Nullable Path json;

  public ReproduceOptions.Output output() {
    return new ReproduceOptions.Output(out, onlyReport, json);
  }
}
