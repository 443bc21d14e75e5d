package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchLiveMixin;
import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.tools.bench.RestoreBench;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser bench restore}. */
@Command(
    name = "restore",
    description = "Time to be ready after kill -9, with the state and without.",
    mixinStandardHelpOptions = true)
final class BenchRestoreCommand implements Callable<Void> {
  @Mixin private BenchLiveMixin live;
  @Mixin private BenchMixin bench;
  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    new RestoreBench(live.options(), bench.run(spec)).run();
    return null;
  }
}
