package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
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
import io.laserstreams.learning.offline.LearningCurve;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.learning.tuning.Point;
import io.laserstreams.learning.tuning.PointGrid;
import io.laserstreams.runtime.failure.UserException;
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
      ClassBalance classes = ClassBalance.of(data, drawn::get);
      reportClasses(classes);
      PointGrid grid = options.search().grid(drawn.cardinality());
      if (classes.single(Part.VALIDATION).isPresent()) {
        grid = PointGrid.of(grid.start());
      }
      Knowledge knowledge =
          texts.knowledge(
              data,
              options.model().encoder(),
              choice.knowledge().ofItems(),
              choice.knowledge().ofUsers());
      boolean needsFactors = Models.needsFittedFactors(choice.name());
      StreamingTable table =
          new StreamingTables(streaming).table(data, knowledge, drawn, needsFactors);
      PointTrainings.Outcome trained =
          new PointTrainings(task(data, choice, knowledge, table, drawn), grid, out).run();
      LearningCurve.pastItsBest(trained.result().curve(), trained.result().best())
          .ifPresent(out::println);
      ModelBundle bundle = trained.result().bundle();
      bundle.write(options.out());
      var evaluation = PartScores.of(data, knowledge, table, bundle, Integer.MAX_VALUE, false);
      EvaluationSummary summary =
          EvaluationSummary.of(
                  bundle.version(),
                  evaluation.parts(),
                  note(data),
                  (System.nanoTime() - start) / NANOS_PER_SECOND)
              .with(trained.result().curve(), trained.choice());
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

  private PointTrainings.Task task(
      Dataset data,
      ModelChoice choice,
      Knowledge knowledge,
      @Nullable StreamingTable table,
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
    int all = data.protocol().samples(Part.TRAINING);
    boolean needsFactors = Models.needsFittedFactors(choice.name());
    return new PointTrainings.Task(
        samples,
        chosen,
        table == null ? FactorTimeline.NONE : table.timeline(),
        point -> point.in(plan).fitted(all, needsFactors),
        point -> version(data, dimensions > 0, table != null, point));
  }

  /** Names what the model is made of and how it learnt. */
  private String version(Dataset data, boolean withTexts, boolean withFeatures, Point point) {
    var version =
        new StringBuilder(
            data.name()
                + "-"
                + options.model().model().replace(':', '-')
                + "-"
                + (withTexts ? options.model().encoder() : "ids"));
    version.append(withFeatures ? "-streaming" : "").append("-seed").append(plan.seed());
    version.append(plan.fraction() < 1 ? "-f" + plan.fraction() : "");
    version.append("-r").append(point.learningRate()).append("-p").append(point.passes());
    return version.toString();
  }
}
