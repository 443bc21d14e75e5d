package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchLiveMixin;
import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.tools.bench.SwapBench;
import io.laserstreams.tools.bench.SwapOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser bench swap}. */
@Command(
    name = "swap",
    description = "What a release under load costs the slates, and what releases leave in memory.",
    mixinStandardHelpOptions = true)
final class BenchSwapCommand implements Callable<Void> {
  @Mixin private BenchLiveMixin live;
  @Mixin private BenchMixin bench;

  @Option(
      names = "--releases",
      paramLabel = "N",
      description = "Releases one after the other at the end (default: ${DEFAULT-VALUE}).")
  private int releases = 20;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    new SwapBench(new SwapOptions(live.options(), releases), bench.run(spec)).run();
    return null;
  }
}
