package io.laserstreams.learning.reproduce;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.TrainingResult;

/**
 * A training before it is tested; one point of a search for hyper-parameters. In JSON it is flat,
 * as a {@link ResultRow} is.
 *
 * @param settings everything that the outcome depends on
 * @param validation metrics of the best point of the learning curve
 * @param samples learnt from, counting each pass
 * @param parameters of the model
 * @param trainSeconds wall-clock time
 */
public record SearchRow(
    ResultRow.Settings settings,
    @JsonUnwrapped Validation validation,
    long samples,
    long parameters,
    double trainSeconds) {
  static SearchRow of(ResultRow.Settings settings, TrainingResult trained, double seconds) {
    return new SearchRow(
        settings,
        new Validation(trained.best().validationAuc(), trained.best().validationLogLoss()),
        trained.curve().get(trained.curve().size() - 1).samples(),
        trained.parameters(),
        seconds);
  }

  OfflinePlan plan() {
    return settings.plan();
  }
}
