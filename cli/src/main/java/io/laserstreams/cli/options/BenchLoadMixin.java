package io.laserstreams.cli.options;

import io.laserstreams.tools.bench.system.SystemOptions;
import picocli.CommandLine.Option;

/** What is sent to a system under test. */
public final class BenchLoadMixin {
  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users, who ask in turns (default: ${DEFAULT-VALUE}).")
  private int users = 1_000;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items of the catalogue (default: ${DEFAULT-VALUE}).")
  private int items = 10_000;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description = "Candidates of a slate (default: ${DEFAULT-VALUE}).")
  private int candidates = 20;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "Events that each user has before (default: ${DEFAULT-VALUE}).")
  private int history = 50;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Slates without an answer at a time, while the rate is measured that a system sustains"
              + " (default: ${DEFAULT-VALUE}).")
  private int inFlight = 1_000;

  SystemOptions.Load load() {
    return new SystemOptions.Load(users, items, candidates, history, inFlight);
  }
}
