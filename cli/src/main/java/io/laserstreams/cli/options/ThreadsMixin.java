package io.laserstreams.cli.options;

import picocli.CommandLine.Option;

/** How many threads train. */
public final class ThreadsMixin {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that learn, each a part of every batch; a training repeats bit for bit with the"
              + " same number (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  public int threads() {
    return threads;
  }
}
