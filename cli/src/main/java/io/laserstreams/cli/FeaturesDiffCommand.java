package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.tools.features.FeaturesDiff;
import io.laserstreams.tools.features.FeaturesDiffOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser features diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Compute the streaming features of served impressions again, in a process of its own from"
            + " the topics alone, and report any that differ from those that were served and"
            + " logged.",
    footer = {"", "Exit code 1 if a value differs or nothing could be compared."})
final class FeaturesDiffCommand implements Callable<Integer> {
  @Mixin private ClusterMixin cluster;

  @Option(
      names = "--sample",
      paramLabel = "F",
      defaultValue = "0.01",
      description =
          "Share of the impressions to compare, by a hash of their ids; all interactions are read"
              + " in any case.")
  private double share;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which impressions those are.")
  private long seed;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A model that served and is not on the models topic, such as a pinned one; repeatable.")
  private List<Path> bundles = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0",
      description = "Largest difference to ignore; with 0 every bit counts.")
  private double tolerance;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report for scripts.",
      showDefaultValue = Visibility.NEVER)
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    FeaturesDiffOptions options =
        new FeaturesDiffOptions(cluster.settings(), share, seed, bundles, tolerance, json);
    return new FeaturesDiff(options, spec.commandLine().getOut()).run() ? 0 : 1;
  }
}
