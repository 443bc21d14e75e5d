package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.DataLeakException;
import io.laserstreams.learning.offline.Discrepancies;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeaturePass;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores a dataset's validation and test part from its raw files, as the stream would, and reports
 * the figures.
 */
public final class OfflineEvaluation {
  private static final double NANOS_PER_SECOND = 1e9;

  private final EvaluateOptions options;
  private final PrintWriter out;
  private final DatasetKnowledge texts;

  public OfflineEvaluation(EvaluateOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.texts = new DatasetKnowledge(options.dataset(), out);
  }

  /**
   * @throws UserException naming everything that is wrong with the options, the bundle and the
   *     dataset
   */
  public void run() throws IOException {
    long start = System.nanoTime();
    List<String> mistakes = new ArrayList<>();
    if (options.limit() < 1) {
      mistakes.add("--limit is " + options.limit() + ", must be at least 1");
    }
    ModelBundle model = noting(mistakes, this::bundle);
    Dataset data = noting(mistakes, this::dataset);
    if (model == null || data == null || !mistakes.isEmpty()) {
      throw new UserException(String.join("; ", mistakes));
    }
    try {
      EvaluationSummary summary = evaluate(model, data, start);
      summary.describe().forEach(out::println);
      if (options.json() != null) {
        summary.write(options.json());
      }
    } catch (DataLeakException e) {
      throw new UserException(
          e.getMessage()
              + ". Evaluate a model that was trained on earlier data, or add --even-learnt-from",
          e);
    }
  }

  private static <T> @Nullable T noting(List<String> mistakes, Supplier<T> input) {
    try {
      return input.get();
    } catch (UserException | InvalidBundleException | InvalidDatasetException e) {
      mistakes.add(e.getMessage());
      return null;
    }
  }

  private ModelBundle bundle() {
    if (!Files.isRegularFile(options.bundle())) {
      throw new UserException("There is no model bundle " + options.bundle());
    }
    return ModelBundle.read(options.bundle());
  }

  private Dataset dataset() {
    Dataset data = options.dataset().files().read();
    if (data.protocol().samples(Part.TEST) == 0) {
      throw new InvalidDatasetException(
          ("%s has no test samples: too few interactions, or split.earlier demands too many before"
                  + " a sample")
              .formatted(data.name()));
    }
    return data;
  }

  private EvaluationSummary evaluate(ModelBundle model, Dataset data, long start) {
    texts.reportJoins(data, model.spec().itemEncoder() != null, model.spec().userEncoder() != null);
    List<String> differences = Discrepancies.between(data, model);
    Knowledge knowledge = texts.knowledge(data, model.spec());
    var evaluation =
        PartScores.of(
            data,
            knowledge,
            table(data, knowledge, model),
            model,
            options.limit(),
            options.evenLearntFrom());
    return EvaluationSummary.of(
            model.version(),
            evaluation.parts(),
            data.description().note(),
            (System.nanoTime() - start) / NANOS_PER_SECOND)
        .with(differences);
  }

  /** Streaming features of the validation and the test part; null if the model reads none. */
  private @Nullable StreamingTable table(Dataset data, Knowledge knowledge, ModelBundle model) {
    if (model.spec().streaming() == null) {
      return null;
    }
    int first = data.protocol().first(Part.VALIDATION);
    FactorPlan plan =
        options.refit() ? FactorPlan.THROUGHOUT : FactorPlan.pinned(model.fittedFactors());
    var request = FeaturePass.Request.of(plan).wanting(sample -> sample >= first);
    return StreamingTables.pass(
        data, knowledge, StreamingFeatures.of(model.spec().streaming()), request);
  }
}
