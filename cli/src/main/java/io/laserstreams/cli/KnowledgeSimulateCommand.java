package io.laserstreams.cli;

import io.laserstreams.cli.options.AucMixin;
import io.laserstreams.cli.options.DatasetMixin;
import io.laserstreams.cli.options.EncoderMixin;
import io.laserstreams.tools.knowledge.Simulate;
import io.laserstreams.tools.knowledge.SimulateOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser knowledge simulate}. */
@Command(
    name = "simulate",
    description =
        "Play a dataset against policies of refreshing users' knowledge, without a cluster and"
            + " without a language model: how often each asks, and how stale knowledge is when it"
            + " is used, and with --auc what that is worth.",
    mixinStandardHelpOptions = true)
final class KnowledgeSimulateCommand implements Callable<Void> {
  @Mixin private DatasetMixin dataset;
  @Mixin private EncoderMixin encoder;
  @Mixin private AucMixin auc;

  @Option(
      names = "--policies",
      paramLabel = "POLICY",
      split = ",",
      description =
          "Terms joined by +: default, every-change, once, cold:EVENTS, growth:FACTOR, events:N,"
              + " age:7d, drift:X, and budget:20%% of what the policy costs without, or"
              + " budget:TOKENS an hour. Without default only the named triggers count (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> policies = List.of("every-change", "default", "once", "default+budget:20%");

  @Option(
      names = "--bound",
      paramLabel = "N",
      description =
          "Knowledge is fresh while fewer events than this are newer (default: ${DEFAULT-VALUE}).")
  private int bound = 10;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N impressions (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    SimulateOptions options =
        new SimulateOptions(
            dataset.options(), encoder.id(), policies, bound, limit, auc.options(), json);
    new Simulate(options, spec.commandLine().getOut()).run();
    return null;
  }
}
