package io.laserstreams.cli;

import io.laserstreams.cli.options.DatasetMixin;
import io.laserstreams.cli.options.ModelMixin;
import io.laserstreams.cli.options.SearchMixin;
import io.laserstreams.cli.options.StreamingMixin;
import io.laserstreams.cli.options.ThreadsMixin;
import io.laserstreams.cli.options.TrainingMixin;
import io.laserstreams.tools.offline.OfflineTraining;
import io.laserstreams.tools.offline.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser train}. */
@Command(
    name = "train",
    description =
        "Train a model on a dataset's training part, choose on its validation part, report its test"
            + " part.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Void> {
  @Mixin private DatasetMixin dataset;
  @Mixin private ModelMixin model;
  @Mixin private StreamingMixin streaming;
  @Mixin private TrainingMixin training;
  @Mixin private SearchMixin search;
  @Mixin private ThreadsMixin threads;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "File of the model bundle.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    TrainOptions options =
        new TrainOptions(
            dataset.options(),
            model.options(),
            streaming.options(),
            training.plan(),
            search.options(),
            threads.threads(),
            out,
            json);
    new OfflineTraining(options, spec.commandLine().getOut()).run();
    return null;
  }
}
