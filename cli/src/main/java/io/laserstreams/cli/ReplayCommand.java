package io.laserstreams.cli;

import io.laserstreams.cli.options.DatasetMixin;
import io.laserstreams.cli.options.ReplaySettingsMixin;
import io.laserstreams.tools.replay.Replay;
import io.laserstreams.tools.replay.ReplayOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Play a dataset in time order through a real broker and the apps, and compare the scores"
            + " with offline evaluation.",
    footer = {
      "",
      "Exit code 1 if a score is missing, came twice or out of order, if a record became a dead"
          + " letter,",
      "if online and offline logits differ by more than 1e-5, or if --features-diff finds a"
          + " difference."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private DatasetMixin dataset;
  @Mixin private ReplaySettingsMixin settings;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "The model to serve; without it, and without --trainer, one is trained first.")
  private @Nullable Path bundle;

  @Option(
      names = "--trainer",
      paramLabel = "FILE",
      description =
          "Pin no model: start a trainer with this configuration beside scoring. It learns from the"
              + " replay's samples alone, and what it releases answers from then on. Broker,"
              + " registry, topics and state are the replay's.")
  private @Nullable Path trainer;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the training, without --bundle.")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write a summary for scripts.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ReplayOptions options =
        new ReplayOptions(dataset.options(), bundle, trainer, seed, settings.settings(), json);
    return new Replay(options, spec.commandLine().getOut()).run() ? 0 : 1;
  }
}
