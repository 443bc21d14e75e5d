package io.laserstreams.tools.offline;

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

/**
 * What {@code train} and {@code evaluate} write for scripts. The figures at the top are those of
 * the test part.
 *
 * @param modelVersion the model
 * @param auc area under the ROC curve; null where all samples are positive, or none is
 * @param logLoss in nats
 * @param samples how many
 * @param positives how many of them are positive
 * @param measures every measure of the test part that there is something to say of, with its
 *     confidence interval over users
 * @param usersLeftOut users that the grouped AUC leaves out, having one class alone
 * @param validation AUC and log loss of the validation part
 * @param curve the learning curve, only after training
 * @param note a caveat of the dataset
 * @param differences where the dataset is not as the one that the model learnt from, only of an
 *     evaluation
 * @param seconds what it took, reading and encoding included
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
    PartFigures validation,
    List<CurvePoint> curve,
    String note,
    List<String> differences,
    double seconds) {
  /** How many candidates of a slate NDCG and hit rate look at. */
  static final int FIRST = 10;

  private static final Map<Measure, String> NAMES =
      Map.of(
          Measure.AUC, "auc",
          Measure.GROUPED_AUC, "groupedAuc",
          Measure.LOG_LOSS, "logLoss",
          Measure.CALIBRATION_ERROR, "calibrationError",
          Measure.NDCG, "ndcg" + FIRST,
          Measure.HIT_RATE, "hitRate" + FIRST);

  record PartFigures(double auc, double logLoss, long samples, long positives) {
    static PartFigures of(Predictions predictions) {
      if (predictions == null) {
        return null;
      }
      Map<Measure, Double> measured = new Quality(predictions, FIRST).measure();
      return new PartFigures(
          measured.get(Measure.AUC),
          measured.get(Measure.LOG_LOSS),
          predictions.candidates(),
          predictions.positives());
    }
  }

  static EvaluationSummary of(
      String modelVersion,
      Map<Part, Predictions> parts,
      List<CurvePoint> curve,
      String note,
      double seconds) {
    Predictions test = parts.get(Part.TEST);
    var quality = new Quality(test, FIRST);
    Map<Measure, Interval> intervals = Bootstrap.DEFAULT.intervals(quality, test);
    Map<String, Interval> named = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      if (!Double.isNaN(intervals.get(measure).value())) {
        named.put(NAMES.get(measure), intervals.get(measure));
      }
    }
    return new EvaluationSummary(
        modelVersion,
        intervals.get(Measure.AUC).value(),
        intervals.get(Measure.LOG_LOSS).value(),
        test.candidates(),
        test.positives(),
        named,
        quality.usersLeftOut(),
        PartFigures.of(parts.get(Part.VALIDATION)),
        curve,
        note,
        null,
        seconds);
  }

  /** The same with these differences. */
  EvaluationSummary with(List<String> found) {
    return new EvaluationSummary(
        modelVersion,
        auc,
        logLoss,
        samples,
        positives,
        measures,
        usersLeftOut,
        validation,
        curve,
        note,
        found,
        seconds);
  }

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
                            ? " (%,d users have one class alone)".formatted(usersLeftOut)
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
