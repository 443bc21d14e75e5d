package io.laserstreams.cli;

import io.laserstreams.cli.options.DatasetMixin;
import io.laserstreams.tools.offline.EvaluateOptions;
import io.laserstreams.tools.offline.OfflineEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Score a dataset's validation and test part from its raw files, as the stream would.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Void> {
  @Mixin private DatasetMixin dataset;

  @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "The model.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path bundle;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N samples of each part (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--even-learnt-from",
      description = "Also evaluate samples from before the time up to which the model has learnt.")
  private boolean evenLearntFrom;

  @Option(
      names = "--refit",
      description =
          "For a model with streaming features: fit its factors again along the dataset, as a"
              + " running trainer does, instead of reading the bundle's.")
  private boolean refit;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    EvaluateOptions options =
        new EvaluateOptions(dataset.options(), bundle, limit, evenLearntFrom, refit, json);
    new OfflineEvaluation(options, spec.commandLine().getOut()).run();
    return null;
  }
}
