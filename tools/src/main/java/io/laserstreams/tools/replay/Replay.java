package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.offline.OfflineTraining;
import io.laserstreams.tools.offline.TrainOptions;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Plays a dataset in time order through a real broker and the apps, and compares the scores with
 * offline evaluation.
 */
public final class Replay {
  private final ReplayOptions options;
  private final PrintWriter out;
  private final DatasetKnowledge texts;

  public Replay(ReplayOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.texts = new DatasetKnowledge(options.dataset(), out);
  }

  /**
   * Replays and reports; trains a model first if there is none.
   *
   * @return whether the replay holds: every score once, in order and as offline evaluation says
   */
  public boolean run() throws IOException {
    Path trainer = options.trainer();
    if (trainer != null) {
      return answeredBy(() -> Serving.Trained.by(ConfigFile.read(trainer)));
    }
    if (options.bundle() != null) {
      return pinned(options.bundle());
    }
    out.println("No --bundle given: training a model on the training part first");
    Path trained = Files.createTempFile("laser-replay-", ".laser");
    try {
      train(trained);
      return pinned(trained);
    } finally {
      Files.deleteIfExists(trained);
    }
  }

  private void train(Path bundle) throws IOException {
    try {
      new OfflineTraining(TrainOptions.defaults(options.dataset(), options.seed(), bundle), out)
          .run();
    } catch (UserException e) {
      throw new UserException("Training a bundle failed: " + e.getMessage(), e);
    }
  }

  private boolean pinned(Path bundle) throws IOException {
    if (!Files.isRegularFile(bundle)) {
      throw new UserException("There is no model bundle " + bundle);
    }
    return answeredBy(() -> new Serving.Pinned(bundle, ModelBundle.read(bundle)));
  }

  private boolean answeredBy(Supplier<Serving> models) throws IOException {
    try {
      Serving serving = models.get();
      requireRepeatable(serving);
      Dataset data = options.dataset().files().read();
      texts.reportJoins(data, serving.spec().itemEncoder() != null, false);
      ReplayKnowledge knowledge = knowledge(data, serving.spec().itemEncoder());
      OfflineReference offline =
          new OfflineReference(options.dataset().files(), texts, knowledge.vectors());
      ReplayResult result =
          new OnlineReplay(options.settings(), data, knowledge, serving, offline, out).run();
      ReplaySummary summary =
          ReplayEvaluation.of(result, serving.pinnedVersion(), options.settings().inFlight());
      ReplayReport.text(summary).forEach(out::println);
      if (options.json() != null) {
        JsonFile.write(options.json(), summary);
        out.println("Summary in " + options.json());
      }
      return summary.faults().isEmpty();
    } catch (InvalidDatasetException | ConfigException e) {
      throw UserException.of(e);
    }
  }

  private void requireRepeatable(Serving serving) {
    String models = serving.describe();
    if (serving.spec().userEncoder() != null) {
      throw new UserException(
          "User knowledge, which "
              + models
              + " reads, depends on when it was written: a replay cannot repeat it. Use models"
              + " without a user encoder.");
    }
    StreamingSettings settings = serving.features();
    if (settings != null && settings.epochMillis() == 0) {
      throw new UserException(
          "Item statistics, which "
              + models
              + " reads, are published at once (freshness PT0S): what a score sees depends on the"
              + " speed of the replay. Train one with --freshness PT1H, or any other length of"
              + " epochs.");
    }
    if (options.settings().featuresDiff() && settings == null) {
      throw new UserException(
          "There are no streaming features that "
              + models
              + " reads: leave out --features-diff, or train one with --features streaming.");
    }
  }

  private ReplayKnowledge knowledge(Dataset data, FeatureSpec.@Nullable Encoder encoder) {
    if (encoder == null) {
      return ReplayKnowledge.NONE;
    }
    if (texts.isTimed(data)) {
      throw new UserException(
          "The texts about items are known from a time on (knowledge.items.asOf), and a replay lets"
              + " the worker write all of them at the start: leave out asOf, or use a model"
              + " without knowledge");
    }
    Map<String, String> ofItems = texts.itemTexts(data);
    if (options.dataset().vectors() == null) {
      return new ReplayKnowledge(ofItems, null);
    }
    out.println(
        "Vectors of the items' texts come from "
            + options.dataset().vectors()
            + ", published without knowledge and worker: this replay does not cover these two");
    return new ReplayKnowledge(ofItems, texts.encode(data, encoder.id()));
  }
}
