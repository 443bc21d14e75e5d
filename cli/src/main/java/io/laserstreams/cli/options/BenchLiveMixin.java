package io.laserstreams.cli.options;

import io.laserstreams.tools.bench.LiveOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A system under a steady load. */
public final class BenchLiveMixin {
  @Mixin private BenchSystemMixin system;
  @Mixin private BenchWindowMixin window;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Slates a second (default: ${DEFAULT-VALUE}).")
  private double rate = 40;

  public LiveOptions options() {
    return new LiveOptions(system.options(), rate, window.window(), window.warmUp());
  }
}
