package io.laserstreams.cli.replay;

import io.laserstreams.cli.JsonFile;
import io.laserstreams.cli.offline.DatasetOptions;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code laser replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Plays a dataset in time order through a real broker and the apps, and holds the scores"
            + " against offline evaluation.",
    footer = {
      "",
      "Exit code 1 where a score is missing, came twice or out of order, where a record became a"
          + " dead letter,",
      "where online and offline logits differ by more than 1e-5, or where --features-diff finds a"
          + " difference."
    })
public final class ReplayCommand implements Callable<Integer> {
  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "2147483647",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Play the first N impressions only.")
  private int limit;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "The model to serve; without it, and without --trainer, one is trained first.")
  private Path bundle;

  @Option(
      names = "--trainer",
      paramLabel = "FILE",
      description =
          "Pin no model: start a trainer with this configuration beside scoring. It learns from the"
              + " replay's samples alone, and what it releases answers from then on. Broker,"
              + " registry, topics and state are the replay's.")
  private Path trainer;

  @Option(
      names = "--trainer-lag",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Wait where the trainer is more samples behind; more than a dataset has in any second.")
  private int trainerLag;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "512",
      description = "Most impressions that wait for their scores at a time.")
  private int inFlight;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Partitions of the replay's topics.")
  private int partitions;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Keep the broker's data here, several GB; else it is temporary.")
  private Path workDirectory;

  @Option(
      names = "--compare-all",
      description =
          "Hold the samples before the test part against offline evaluation, too: slower.")
  private boolean compareAll;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the training, without --bundle.")
  private long seed;

  @Option(
      names = "--at-least-once",
      description =
          "Without transactions, which are most of the waiting between two epochs of a model with "
              + "streaming features; nothing crashes in a replay, so its scores are the same.")
  private boolean atLeastOnce;

  @Option(
      names = "--features-diff",
      description =
          "Afterwards compute the streaming features of all samples again, from the replay's topics"
              + " and in another place, and compare them with those that were served; takes a"
              + " minute more.")
  private boolean featuresDiff;

  @Option(names = "--json", paramLabel = "FILE", description = "Write a summary for scripts.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (bundle != null && trainer != null) {
      throw new UserException(
          "--bundle "
              + bundle
              + " pins one model, --trainer "
              + trainer
              + " releases others: give one of them");
    }
    if (bundle != null && !Files.isRegularFile(bundle)) {
      throw new UserException("There is no model bundle " + bundle);
    }
    PrintStream out = System.out;
    if (bundle == null && trainer == null) {
      out.println("No --bundle given: training a model on the training part first");
      bundle = Files.createTempFile("laser-replay-", ".laser");
      try {
        OfflineSide.train(training(bundle));
        return replay(out);
      } finally {
        Files.deleteIfExists(bundle);
      }
    }
    return replay(out);
  }

  private int replay(PrintStream out) throws IOException {
    try {
      Serving serving = serving();
      requireRepeatable(serving);
      Dataset data = dataset.read();
      dataset.reportJoins(data, serving.spec().itemEncoder() != null, false);
      ReplayKnowledge knowledge = knowledge(data, serving.spec().itemEncoder(), out);
      OfflineSide offline = new OfflineSide(dataset, knowledge.vectors());
      ReplayOptions options =
          new ReplayOptions(
              limit,
              inFlight,
              partitions,
              workDirectory,
              compareAll,
              featuresDiff,
              atLeastOnce,
              trainerLag);
      ReplaySummary summary =
          Verdict.of(
              new Replay(options, data, knowledge, serving, offline, out).run(),
              serving.pinnedVersion(),
              inFlight);
      ReplayReport.text(summary).forEach(out::println);
      if (json != null) {
        JsonFile.write(json, summary);
        out.println("Summary in " + json);
      }
      return summary.faults().isEmpty() ? 0 : 1;
    } catch (InvalidDatasetException | ConfigException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private Serving serving() {
    return trainer == null
        ? new Serving.Pinned(bundle, ModelBundle.read(bundle))
        : Serving.Trained.by(ConfigFile.read(trainer));
  }

  private void requireRepeatable(Serving serving) {
    String models = serving.describe();
    if (serving.spec().userEncoder() != null) {
      throw new UserException(
          "User knowledge is read by "
              + models
              + ", and it depends on when it was written: a replay cannot "
              + "repeat it. Use models without a user encoder.");
    }
    StreamingSettings settings = serving.features();
    if (settings != null && settings.epochMillis() == 0) {
      throw new UserException(
          "Item statistics that are published at once (freshness PT0S) are read by "
              + models
              + ": what a score sees depends on the speed of the replay. Train one with --freshness"
              + " PT1H, or any other length of epochs.");
    }
    if (featuresDiff && settings == null) {
      throw new UserException(
          "No streaming features are read by "
              + models
              + ": leave out --features-diff, or train one with "
              + "--features streaming.");
    }
  }

  private ReplayKnowledge knowledge(Dataset data, FeatureSpec.Encoder encoder, PrintStream out) {
    if (encoder == null) {
      return ReplayKnowledge.NONE;
    }
    Map<String, String> texts = dataset.itemTexts(data);
    if (dataset.vectors() == null) {
      return new ReplayKnowledge(texts, null);
    }
    out.println(
        "Vectors of the items' texts are those of "
            + dataset.vectors()
            + ", published without knowledge and worker: what these two do is not a part of this"
            + " replay");
    return new ReplayKnowledge(texts, dataset.encode(data, encoder.id()));
  }

  private List<String> training(Path file) {
    List<String> arguments = new ArrayList<>(dataset.arguments());
    arguments.addAll(List.of("--out", file.toString(), "--seed", Long.toString(seed)));
    return arguments;
  }
}
