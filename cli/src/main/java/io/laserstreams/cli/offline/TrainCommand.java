package io.laserstreams.cli.offline;

import io.laserstreams.cli.Figures;
import io.laserstreams.cli.Progress;
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
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.worker.encoder.EncoderRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
public final class TrainCommand implements Callable<Integer> {
  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the model bundle goes.")
  private Path out;

  @Option(
      names = "--fraction",
      paramLabel = "F",
      description = "Share of the training samples, drawn by the seed (default: 1).")
  private double fraction = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Its peak (default: 0.003); reproduce chooses one for each model.")
  private double learningRate = OfflinePlan.DEFAULT.hyper().learningRate();

  @Option(
      names = "--passes",
      paramLabel = "N",
      description =
          "Passes over the training samples (default: ${DEFAULT-VALUE}); reproduce chooses it,"
              + " too.")
  private int passes = OfflinePlan.DEFAULT.passes();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that learn, a part of each batch each; a training repeats bit for bit with as"
              + " many (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--model",
      paramLabel = "NAME[:KNOWLEDGE[:SIDE[:ADAPTER]]]",
      description =
          "The model, whose knowledge it reads, where that enters and through which adapter "
              + "(default: target-attention:item:both:moe).")
  private String model = Models.TARGET_ATTENTION;

  @Option(names = "--no-knowledge", description = "Train the model without knowledge.")
  private boolean withoutKnowledge;

  @Option(
      names = "--encoder",
      paramLabel = "ID",
      description = "Encoder of the knowledge texts (default: ${DEFAULT-VALUE}).")
  private String encoder = EncoderRegistry.DEFAULT_ENCODER;

  @Mixin private StreamingOptions streaming;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    try {
      OfflinePlan plan = plan();
      Torch.threads(threads);
      Dataset data = dataset.read();
      ModelChoice choice = choice();
      streaming.check(data);
      dataset.reportJoins(data, choice.knowledge().ofItems(), choice.knowledge().ofUsers());
      BitSet drawn = OfflineTrainer.draw(data.protocol(), plan);
      reportClasses(ClassBalance.of(data, drawn::get));
      Knowledge knowledge = knowledge(data, choice);
      boolean needsBasis = Models.needsBasis(choice.name());
      StreamingTable table = streaming.table(data, knowledge, drawn, needsBasis);
      OfflinePlan fitted = plan.fitted(data.protocol().samples(Part.TRAINING), needsBasis);
      TrainingResult result = train(data, choice, knowledge, table, fitted, drawn);
      result.bundle().write(out);
      var evaluation =
          EvaluateCommand.evaluate(
              data, knowledge, table, result.bundle(), Integer.MAX_VALUE, false);
      Summary summary =
          Summary.of(
              result.bundle().version(),
              evaluation.parts(),
              result.curve(),
              note(data),
              (System.nanoTime() - start) / 1e9);
      summary.describe().forEach(spec.commandLine().getOut()::println);
      if (json != null) {
        summary.write(json);
      }
      return 0;
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private void reportClasses(ClassBalance classes) {
    classes.requireBoth(Part.TRAINING, dataset.folder());
    PrintWriter lines = spec.commandLine().getOut();
    classes
        .single(Part.VALIDATION)
        .ifPresent(
            sentence ->
                lines.println(
                    "Warning: "
                        + sentence
                        + ": nothing can be chosen by their AUC, the model is that of the last"
                        + " point of the curve"));
    classes
        .single(Part.TEST)
        .ifPresent(sentence -> lines.println("Warning: " + sentence + ": there is no AUC of them"));
    lines.flush();
  }

  private String note(Dataset data) {
    return Stream.of(data.description().note(), streaming.caveat())
        .filter(Objects::nonNull)
        .reduce((a, b) -> a + "; " + b)
        .orElse(null);
  }

  private ModelChoice choice() {
    ModelChoice choice =
        ModelChoice.parse(model, ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.ITEM));
    return withoutKnowledge ? choice.withKnowledge(ModelChoice.Knowledge.NONE) : choice;
  }

  private Knowledge knowledge(Dataset data, ModelChoice choice) {
    return dataset.knowledge(
        data, encoder, choice.knowledge().ofItems(), choice.knowledge().ofUsers());
  }

  private OfflinePlan plan() {
    Hyperparameters hyper = OfflinePlan.DEFAULT.hyper().withLearningRate(learningRate);
    return OfflinePlan.DEFAULT
        .withFraction(fraction)
        .withSeed(seed)
        .withPasses(passes)
        .withHyper(hyper);
  }

  private TrainingResult train(
      Dataset data,
      ModelChoice choice,
      Knowledge knowledge,
      StreamingTable table,
      OfflinePlan plan,
      BitSet drawn) {
    int dimensions = knowledge.dimensions();
    FeatureSpec.Encoder read =
        dimensions == 0 ? null : new FeatureSpec.Encoder(encoder, dimensions);
    FeatureSpec features = FeatureSpecs.of(data, read, read);
    RecommendationModel chosen =
        Models.of(
            choice,
            streaming.chosen() ? features.withStreaming(table.standardised(drawn::get)) : features);
    var prepared = new PreparedDataset(data, knowledge);
    DatasetSamples samples =
        table == null
            ? prepared.samples(chosen.spec())
            : prepared.samples(chosen.spec(), table::of);
    String version = version(data, dimensions > 0, table != null);
    try (var progress = Progress.counting("train", "samples", 1)) {
      var curve = new Curve(progress, spec.commandLine().getOut());
      return new OfflineTrainer(
              samples, chosen, plan, curve, table == null ? FactorTimeline.NONE : table.timeline())
          .train(version);
    }
  }

  /** Names what the model was made of, and of how it was trained whatever is not the default. */
  private String version(Dataset data, boolean withTexts, boolean withFeatures) {
    var version =
        new StringBuilder(
            data.name() + "-" + model.replace(':', '-') + "-" + (withTexts ? encoder : "ids"));
    version.append(withFeatures ? "-streaming" : "").append("-seed").append(seed);
    version.append(fraction < 1 ? "-f" + fraction : "");
    version.append(
        learningRate == OfflinePlan.DEFAULT.hyper().learningRate() ? "" : "-r" + learningRate);
    version.append(passes == OfflinePlan.DEFAULT.passes() ? "" : "-p" + passes);
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
