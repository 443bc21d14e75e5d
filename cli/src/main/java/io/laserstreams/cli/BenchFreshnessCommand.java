package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchLiveMixin;
import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.tools.bench.FreshnessBench;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser bench freshness}. */
@Command(
    name = "freshness",
    description = "Time from a click to a score that knows it.",
    mixinStandardHelpOptions = true)
final class BenchFreshnessCommand implements Callable<Void> {
  @Mixin private BenchLiveMixin live;
  @Mixin private BenchMixin bench;
  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    new FreshnessBench(live.options(), bench.run(spec)).run();
    return null;
  }
}
