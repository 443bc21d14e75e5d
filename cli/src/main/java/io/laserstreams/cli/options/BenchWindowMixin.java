package io.laserstreams.cli.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long to measure. */
public final class BenchWindowMixin {
  @Option(
      names = "--window",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time of each measurement of a repeat (default: 10s).")
  private Duration window = Duration.ofSeconds(10);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Longest wait for a steady rate before anything is measured (default: 1m30s).")
  private Duration warmUp = Duration.ofSeconds(90);

  public Duration window() {
    return window;
  }

  public Duration warmUp() {
    return warmUp;
  }
}
