package io.laserstreams.cli.offline;

import io.laserstreams.cli.Progress;
import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.DataLeakException;
import io.laserstreams.learning.offline.Discrepancies;
import io.laserstreams.learning.offline.OfflineEvaluator;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeaturePass;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin private DatasetOptions dataset;

  @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "The model.")
  private Path bundle;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N samples of each part (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--even-learnt-from",
      description = "Evaluate samples from before the time up to which the model has learnt, too.")
  private boolean evenLearntFrom;

  @Option(
      names = "--refit",
      description =
          "Of a model with streaming features: fit their basis anew as the dataset goes on, as a "
              + "trainer at work does, instead of reading the bundle's.")
  private boolean refit;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (!Files.isRegularFile(bundle)) {
      throw new UserException("There is no model bundle " + bundle);
    }
    if (limit < 1) {
      throw new UserException("--limit is " + limit + ", must be at least 1");
    }
    try {
      ModelBundle model = ModelBundle.read(bundle);
      Summary summary = evaluate(model, start);
      summary.describe().forEach(spec.commandLine().getOut()::println);
      if (json != null) {
        summary.write(json);
      }
      return 0;
    } catch (DataLeakException e) {
      throw new UserException(
          e.getMessage()
              + ". Evaluate a model that was trained on earlier data, or say --even-learnt-from",
          e);
    } catch (InvalidBundleException | InvalidDatasetException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private Summary evaluate(ModelBundle model, long start) {
    Dataset data = dataset.read();
    if (data.protocol().samples(Part.TEST) == 0) {
      throw new InvalidDatasetException(
          "%s has no test samples: too few interactions, or split.earlier wants too many before a sample"
              .formatted(data.name()));
    }
    dataset.reportJoins(
        data, model.spec().itemEncoder() != null, model.spec().userEncoder() != null);
    List<String> differences = Discrepancies.between(data, model);
    Knowledge knowledge = dataset.knowledge(data, model.spec());
    var evaluation =
        evaluate(data, knowledge, table(data, knowledge, model), model, limit, evenLearntFrom);
    return Summary.of(
            model.version(),
            evaluation.parts(),
            null,
            data.description().note(),
            (System.nanoTime() - start) / 1e9)
        .with(differences);
  }

  /** Streaming features of the validation and the test part; null where the model reads none. */
  private StreamingTable table(Dataset data, Knowledge knowledge, ModelBundle model) {
    if (model.spec().streaming() == null) {
      return null;
    }
    int first = data.protocol().first(Part.VALIDATION);
    FactorPlan plan = refit ? FactorPlan.THROUGHOUT : FactorPlan.pinned(model.fittedFactors());
    var request = FeaturePass.Request.of(plan).wanting(sample -> sample >= first);
    return StreamingOptions.pass(
        data, knowledge, StreamingFeatures.of(model.spec().streaming()), request);
  }

  /** Scores the first {@code limit} samples of the validation and of the test part. */
  static OfflineEvaluator.Evaluation evaluate(
      Dataset data,
      Knowledge knowledge,
      StreamingTable table,
      ModelBundle model,
      int limit,
      boolean evenLearntFrom) {
    Protocol protocol = data.protocol();
    long of =
        Math.min(limit, protocol.samples(Part.VALIDATION))
            + (long) Math.min(limit, protocol.samples(Part.TEST));
    var request =
        OfflineEvaluator.Request.of(
            n -> protocol.part(n) != Part.TRAINING && n - protocol.first(protocol.part(n)) < limit);
    try (var progress = Progress.counting("evaluate", "samples", of)) {
      return new OfflineEvaluator(data, knowledge, table == null ? sample -> null : table::of)
          .evaluate(
              model,
              evenLearntFrom ? request.evenIfLearntFrom() : request,
              done -> progress.at(done, of));
    }
  }
}
