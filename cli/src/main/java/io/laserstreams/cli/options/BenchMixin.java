package io.laserstreams.cli.options;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.BenchOptions;
import io.laserstreams.tools.bench.BenchRun;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What all measurements have in common. */
public final class BenchMixin {
  /** Property with the folder of this build; the launcher sets it. */
  private static final String HOME = "laser.home";

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description =
          "Repeats of each row, in turns with other rows; medians and extremes are printed"
              + " (default: ${DEFAULT-VALUE}).")
  private int repeats = 3;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      description = "Restrict all processes to these CPUs, as 0-1 or 0,2 (default: all).")
  private @Nullable String cpus;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private @Nullable Path json;

  /**
   * @param spec of the command
   * @throws UserException if the folder of the build is unknown
   */
  public BenchRun run(CommandSpec spec) {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new UserException(
          "The folder of the build is unknown: start this command with the script laser");
    }
    String command =
        "laser " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    return new BenchRun(
        new BenchOptions(command, Path.of(home), repeats, cpus, json), spec.commandLine().getOut());
  }
}
