package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.offline.CurvePoint;
import io.laserstreams.tools.output.Figures;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@code train} and {@code evaluate}, which scripts read, so names do not change.
 * The figures at the top are those of the test part.
 *
 * @param modelVersion the model
 * @param auc area under the ROC curve; NaN if all samples are of one class, null in JSON
 * @param logLoss in nats
 * @param samples how many
 * @param positives how many of them are positive
 * @param measures every defined measure of the test part, with its confidence interval over users
 * @param usersLeftOut users that the grouped AUC leaves out, as they have one class alone
 * @param validation AUC and log loss of the validation part
 * @param curve the learning curve, only after training
 * @param choice of the learning rate and the passes, only after training
 * @param note a caveat of the dataset
 * @param differences between the dataset and the one that the model learnt from, only after an
 *     evaluation
 * @param seconds for everything, including reading and encoding
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvaluationSummary(
    String modelVersion,
    double auc,
    double logLoss,
    long samples,
    long positives,
    Map<String, Interval> measures,
    int usersLeftOut,
    @Nullable PartFigures validation,
    @Nullable List<CurvePoint> curve,
    @Nullable Choice choice,
    @Nullable String note,
    @Nullable List<String> differences,
    double seconds) {
  /** Candidates of a slate that NDCG and hit rate count. */
  static final int FIRST = 10;

  private static final Map<Measure, String> NAMES =
      Map.of(
          Measure.AUC, "auc",
          Measure.GROUPED_AUC, "groupedAuc",
          Measure.LOG_LOSS, "logLoss",
          Measure.CALIBRATION_ERROR, "calibrationError",
          Measure.NDCG, "ndcg" + FIRST,
          Measure.HIT_RATE, "hitRate" + FIRST);

  /**
   * What was chosen on the validation part.
   *
   * @param tried every point, in the order tried
   * @param samplesPerSecond learnt from, without the time of evaluations
   */
  record Choice(double learningRate, int passes, List<Tried> tried, double samplesPerSecond) {}

  /** A training for the choice. */
  record Tried(double learningRate, int passes, double validationAuc) {}

  record PartFigures(double auc, double logLoss, long samples, long positives) {
    static PartFigures of(Predictions predictions) {
      Map<Measure, Double> measured = new Quality(predictions, FIRST).measure();
      return new PartFigures(
          measured.getOrDefault(Measure.AUC, Double.NaN),
          measured.getOrDefault(Measure.LOG_LOSS, Double.NaN),
          predictions.candidates(),
          predictions.positives());
    }
  }

  static EvaluationSummary of(
      String modelVersion, Map<Part, Predictions> parts, @Nullable String note, double seconds) {
    Predictions test = requireNonNull(parts.get(Part.TEST), "no test part");
    Predictions validation = parts.get(Part.VALIDATION);
    var quality = new Quality(test, FIRST);
    Map<Measure, Interval> intervals = Bootstrap.DEFAULT.intervals(quality, test);
    Map<String, Interval> named = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      Interval interval = interval(intervals, measure);
      if (!Double.isNaN(interval.value())) {
        named.put(NAMES.get(measure), interval);
      }
    }
    return new EvaluationSummary(
        modelVersion,
        interval(intervals, Measure.AUC).value(),
        interval(intervals, Measure.LOG_LOSS).value(),
        test.candidates(),
        test.positives(),
        named,
        quality.usersLeftOut(),
        validation == null ? null : PartFigures.of(validation),
        null,
        null,
        note,
        null,
        seconds);
  }

  private static Interval interval(Map<Measure, Interval> intervals, Measure measure) {
    return requireNonNull(intervals.get(measure), measure.name());
  }

  /** This summary with these differences. */
  EvaluationSummary with(List<String> found) {
    return with(curve, choice, found);
  }

  /** This summary after a training. */
  EvaluationSummary with(List<CurvePoint> learnt, Choice chosen) {
    return with(learnt, chosen, differences);
  }

  private EvaluationSummary with(
      @Nullable List<CurvePoint> learnt, @Nullable Choice chosen, @Nullable List<String> found) {
    return new EvaluationSummary(
        modelVersion,
        auc,
        logLoss,
        samples,
        positives,
        measures,
        usersLeftOut,
        validation,
        learnt,
        chosen,
        note,
        found,
        seconds);
  }

  /** For people. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("Model %s%s".formatted(modelVersion, note == null ? "" : " (" + note + ")"));
    if (differences != null) {
      differences.forEach(difference -> lines.add("Differs: " + difference));
    }
    if (validation != null) {
      lines.add("Validation part: " + figures(validation));
    }
    lines.add("Test part: " + figures(new PartFigures(auc, logLoss, samples, positives)));
    measures.forEach(
        (name, interval) ->
            lines.add(
                "  %-18s %s   95 %% of resampled users: %s to %s%s"
                    .formatted(
                        name,
                        Figures.of(interval.value()),
                        Figures.of(interval.low()),
                        Figures.of(interval.high()),
                        name.equals("groupedAuc") && usersLeftOut > 0
                            ? " (%,d users have only one class)".formatted(usersLeftOut)
                            : "")));
    return lines;
  }

  private static String figures(PartFigures part) {
    String lossAndSamples =
        "log loss %s, %,d samples".formatted(Figures.of(part.logLoss()), part.samples());
    return !Double.isNaN(part.auc())
        ? "AUC %s, %s".formatted(Figures.of(part.auc()), lossAndSamples)
        : "%s, %s positive: there is no AUC"
            .formatted(lossAndSamples, part.positives() == 0 ? "none of them" : "all of them");
  }

  void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }
}
