package io.laserstreams.cli.offline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.trainer.dataset.Part;
import io.laserstreams.trainer.offline.CurvePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code train} and {@code evaluate} write for scripts. The figures at the top are those of the test part.
 *
 * @param modelVersion the model
 * @param auc area under the ROC curve
 * @param logLoss in nats
 * @param samples how many
 * @param measures every measure of the test part that there is something to say of, with its confidence interval over users
 * @param usersLeftOut users that the grouped AUC leaves out, having one class alone
 * @param validation AUC and log loss of the validation part
 * @param curve the learning curve, only after training
 * @param note a caveat of the dataset
 * @param seconds what it took, reading and encoding included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Summary(
    String modelVersion,
    double auc,
    double logLoss,
    long samples,
    Map<String, Interval> measures,
    int usersLeftOut,
    Figures validation,
    List<CurvePoint> curve,
    String note,
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

  record Figures(double auc, double logLoss, long samples) {
    static Figures of(Predictions predictions) {
      if (predictions == null) {
        return null;
      }
      Map<Measure, Double> measured = new Quality(predictions, FIRST).measure();
      return new Figures(measured.get(Measure.AUC), measured.get(Measure.LOG_LOSS), predictions.candidates());
    }
  }

  static Summary of(String modelVersion, Map<Part, Predictions> parts, List<CurvePoint> curve, String note, double seconds) {
    Predictions test = parts.get(Part.TEST);
    var quality = new Quality(test, FIRST);
    Map<Measure, Interval> intervals = Bootstrap.DEFAULT.intervals(quality, test);
    Map<String, Interval> named = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      if (!Double.isNaN(intervals.get(measure).value())) {
        named.put(NAMES.get(measure), intervals.get(measure));
      }
    }
    return new Summary(
        modelVersion,
        intervals.get(Measure.AUC).value(),
        intervals.get(Measure.LOG_LOSS).value(),
        test.candidates(),
        named,
        quality.usersLeftOut(),
        Figures.of(parts.get(Part.VALIDATION)),
        curve,
        note,
        seconds);
  }

  List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("Model %s%s".formatted(modelVersion, note == null ? "" : " (" + note + ")"));
    if (validation != null) {
      lines.add("Validation part: AUC %.5f, log loss %.5f, %,d samples".formatted(validation.auc(), validation.logLoss(), validation.samples()));
    }
    lines.add("Test part: AUC %.5f, log loss %.5f, %,d samples".formatted(auc, logLoss, samples));
    measures.forEach((name, interval) ->
        lines.add("  %-18s %.5f   95 %% of resampled users: %.5f to %.5f%s"
            .formatted(name, interval.value(), interval.low(), interval.high(),
                name.equals("groupedAuc") && usersLeftOut > 0 ? " (%,d users have one class alone)".formatted(usersLeftOut) : "")));
    return lines;
  }

  void write(Path file) throws IOException {
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }
}
