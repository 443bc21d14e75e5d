package io.laserstreams.cli;

import io.laserstreams.cli.options.DatasetMixin;
import io.laserstreams.tools.describe.Describe;
import io.laserstreams.tools.describe.DescribeOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser describe}. */
@Command(
    name = "describe",
    description =
        "Say what a dataset holds: columns, label, split, joins, features. With --init, write a"
            + " first description of files that have none.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Void> {
  @Mixin private DatasetMixin dataset;

  @Option(
      names = "--init",
      description =
          "Guess a description from the files in --data, and write it to the file that --dataset"
              + " names.")
  private boolean init;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    new Describe(new DescribeOptions(dataset.options(), init), spec.commandLine().getOut()).run();
    return null;
  }
}
