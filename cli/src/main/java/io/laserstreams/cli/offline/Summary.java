package io.laserstreams.cli.offline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.trainer.dataset.Part;
import io.laserstreams.trainer.offline.CurvePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code train} and {@code evaluate} write for scripts. The figures at the top are those of the test part.
 *
 * @param modelVersion the model
 * @param auc area under the ROC curve
 * @param logLoss in nats
 * @param samples how many
 * @param validation the same figures of the validation part
 * @param curve the learning curve, only after training
 * @param seconds what it took, reading and encoding included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Summary(
    String modelVersion, double auc, double logLoss, long samples, Figures validation, List<CurvePoint> curve, double seconds) {

  record Figures(double auc, double logLoss, long samples) {
    static Figures of(ClickMetrics metrics) {
      return metrics == null ? null : new Figures(metrics.auc(), metrics.logLoss(), metrics.samples());
    }
  }

  static Summary of(String modelVersion, Map<Part, ClickMetrics> parts, List<CurvePoint> curve, double seconds) {
    Figures test = Figures.of(parts.get(Part.TEST));
    return new Summary(
        modelVersion, test.auc(), test.logLoss(), test.samples(), Figures.of(parts.get(Part.VALIDATION)), curve, seconds);
  }

  String describe() {
    String text = "Model %s, test part: AUC %.5f, log loss %.5f, %,d samples".formatted(modelVersion, auc, logLoss, samples);
    return validation == null
        ? text
        : text + "; validation: AUC %.5f, log loss %.5f, %,d samples"
            .formatted(validation.auc(), validation.logLoss(), validation.samples());
  }

  void write(Path file) throws IOException {
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }
}
