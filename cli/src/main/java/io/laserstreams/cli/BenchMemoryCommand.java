package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.cli.options.BenchSystemMixin;
import io.laserstreams.tools.bench.MemoryBench;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser bench memory}. */
@Command(
    name = "memory",
    description = "What users and items take in scoring's memory and on disk.",
    mixinStandardHelpOptions = true)
final class BenchMemoryCommand implements Callable<Void> {
  @Mixin private BenchSystemMixin system;
  @Mixin private BenchMixin bench;
  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    new MemoryBench(system.options(), bench.run(spec)).run();
    return null;
  }
}
