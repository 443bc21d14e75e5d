package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.cli.options.BenchSystemMixin;
import io.laserstreams.cli.options.BenchWindowMixin;
import io.laserstreams.tools.bench.PipelineBench;
import io.laserstreams.tools.bench.PipelineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser bench pipeline}. */
@Command(
    name = "pipeline",
    description =
        "Scoring as a process of its own: the rate that it sustains, its CPU time, and its latency"
            + " at some rates, in turns with topologies that compute nothing.",
    mixinStandardHelpOptions = true)
final class BenchPipelineCommand implements Callable<Void> {
  @Mixin private BenchSystemMixin system;
  @Mixin private BenchWindowMixin window;
  @Mixin private BenchMixin bench;

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description = "Another build, a checkout or an unpacked archive, to measure in turns.")
  private @Nullable Path baseline;

  @Option(
      names = "--baseline-bundle",
      paramLabel = "FILE",
      description = "What the other build serves, if it cannot read this one's model.")
  private @Nullable Path baselineBundle;

  @Option(
      names = "--no-topologies",
      description = "Measure only scoring, not the topologies that compute nothing.")
  private boolean withoutTopologies;

  @Option(
      names = "--rates",
      paramLabel = "R",
      split = ",",
      description =
          "Slates a second at which latency is measured, beside half of the rate that each sustains"
              + " (default: ${DEFAULT-VALUE}).")
  private List<Double> rates = List.of(40.0, 300.0);

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    PipelineOptions options =
        new PipelineOptions(
            system.options(),
            baseline,
            baselineBundle,
            !withoutTopologies,
            rates,
            window.window(),
            window.warmUp());
    new PipelineBench(options, bench.run(spec)).run();
    return null;
  }
}
