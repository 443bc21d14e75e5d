package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.ClassBalance;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.factors.FactorTimeline;
import io.laserstreams.learning.offline.CurvePoint;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.offline.TrainingListener;
import io.laserstreams.learning.offline.TrainingResult;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.output.Figures;
import io.laserstreams.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model on a dataset's training part, chooses on its validation part and reports the
 * figures of its test part.
 */
public final class OfflineTraining {
  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainOptions options;
  private final PrintWriter out;
  private final DatasetKnowledge texts;
  private final OfflinePlan plan;
  private final StreamingOptions streaming;

  public OfflineTraining(TrainOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.texts = new DatasetKnowledge(options.dataset(), out);
    this.plan = options.plan();
    this.streaming = options.streaming();
  }

  /**
   * Writes the bundle and reports.
   *
   * @throws UserException naming what is wrong with the options or the dataset
   */
  public void run() throws IOException {
    long start = System.nanoTime();
    try {
      Torch.threads(options.threads());
      Dataset data = options.dataset().files().read();
      ModelChoice choice = options.model().choice();
      streaming.check(data);
      texts.reportJoins(data, choice.knowledge().ofItems(), choice.knowledge().ofUsers());
      BitSet drawn = OfflineTrainer.draw(data.protocol(), plan);
      reportClasses(ClassBalance.of(data, drawn::get));
      Knowledge knowledge =
          texts.knowledge(
              data,
              options.model().encoder(),
              choice.knowledge().ofItems(),
              choice.knowledge().ofUsers());
      boolean needsFactors = Models.needsFittedFactors(choice.name());
      StreamingTable table =
          new StreamingTables(streaming).table(data, knowledge, drawn, needsFactors);
      OfflinePlan fitted = plan.fitted(data.protocol().samples(Part.TRAINING), needsFactors);
      TrainingResult result = train(data, choice, knowledge, table, fitted, drawn);
      result.bundle().write(options.out());
      var evaluation =
          PartScores.of(data, knowledge, table, result.bundle(), Integer.MAX_VALUE, false);
      EvaluationSummary summary =
          EvaluationSummary.of(
              result.bundle().version(),
              evaluation.parts(),
              result.curve(),
              note(data),
              (System.nanoTime() - start) / NANOS_PER_SECOND);
      summary.describe().forEach(out::println);
      if (options.json() != null) {
        summary.write(options.json());
      }
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }

  private void reportClasses(ClassBalance classes) {
    classes.requireBoth(Part.TRAINING, options.dataset().files().folder());
    classes
        .single(Part.VALIDATION)
        .ifPresent(
            sentence ->
                out.println(
                    "Warning: "
                        + sentence
                        + ": nothing can be chosen by their AUC, the model is that of the last"
                        + " point of the curve"));
    classes
        .single(Part.TEST)
        .ifPresent(sentence -> out.println("Warning: " + sentence + ": there is no AUC of them"));
    out.flush();
  }

  private @Nullable String note(Dataset data) {
    return Stream.of(data.description().note(), streaming.caveat())
        .filter(Objects::nonNull)
        .reduce((a, b) -> a + "; " + b)
        .orElse(null);
  }

  private TrainingResult train(
      Dataset data,
      ModelChoice choice,
      Knowledge knowledge,
      @Nullable StreamingTable table,
      OfflinePlan fitted,
      BitSet drawn) {
    int dimensions = knowledge.dimensions();
    FeatureSpec.Encoder read =
        dimensions == 0 ? null : new FeatureSpec.Encoder(options.model().encoder(), dimensions);
    FeatureSpec features = FeatureSpecs.of(data, read, read);
    RecommendationModel chosen =
        Models.of(
            choice,
            table != null && streaming.chosen()
                ? features.withStreaming(table.standardised(drawn::get))
                : features);
    var prepared = new PreparedDataset(data, knowledge);
    DatasetSamples samples =
        table == null
            ? prepared.samples(chosen.spec())
            : prepared.samples(chosen.spec(), table::of);
    String version = version(data, dimensions > 0, table != null);
    try (var progress = Progress.counting("train", "samples", 1)) {
      var curve = new Curve(progress, out);
      return new OfflineTrainer(
              samples,
              chosen,
              fitted,
              curve,
              table == null ? FactorTimeline.NONE : table.timeline())
          .train(version);
    }
  }

  /** Names what the model is made of, and everything about its training that is not the default. */
  private String version(Dataset data, boolean withTexts, boolean withFeatures) {
    var version =
        new StringBuilder(
            data.name()
                + "-"
                + options.model().model().replace(':', '-')
                + "-"
                + (withTexts ? options.model().encoder() : "ids"));
    version.append(withFeatures ? "-streaming" : "").append("-seed").append(plan.seed());
    version.append(plan.fraction() < 1 ? "-f" + plan.fraction() : "");
    double rate = plan.hyper().learningRate();
    version.append(rate == OfflinePlan.DEFAULT.hyper().learningRate() ? "" : "-r" + rate);
    version.append(plan.passes() == OfflinePlan.DEFAULT.passes() ? "" : "-p" + plan.passes());
    return version.toString();
  }

  /** Shows the learning curve as it grows. */
  private record Curve(Progress progress, PrintWriter out) implements TrainingListener {
    @Override
    public void learnt(long samples, long of, double loss) {
      progress.at(samples, of);
    }

    @Override
    public void evaluated(CurvePoint point) {
      progress.note("validation AUC " + Figures.of(point.validationAuc()));
      out.println(
          "%,9d samples: training log loss %.4f, validation AUC %s, log loss %.5f"
              .formatted(
                  point.samples(),
                  point.trainingLoss(),
                  Figures.of(point.validationAuc()),
                  point.validationLogLoss()));
      out.flush();
    }
  }
}
