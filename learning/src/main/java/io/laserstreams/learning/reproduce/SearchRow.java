package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.TrainingResult;

/**
 * A training before the test part is looked at; one point of a search for hyper-parameters.
 *
 * @param settings everything that the outcome depends on
 * @param validationAuc of the best point of the learning curve
 * @param validationLogLoss of the same point
 * @param samples that were learnt from, each pass counted
 * @param parameters that the model has
 * @param trainSeconds wall-clock time
 */
public record SearchRow(
    ResultRow.Settings settings,
    double validationAuc,
    double validationLogLoss,
    long samples,
    long parameters,
    double trainSeconds) {
  static SearchRow of(ResultRow.Settings settings, TrainingResult trained, double seconds) {
    return new SearchRow(
        settings,
        trained.best().validationAuc(),
        trained.best().validationLogLoss(),
        trained.curve().get(trained.curve().size() - 1).samples(),
        trained.parameters(),
        seconds);
  }

  OfflinePlan plan() {
    return settings.plan();
  }
}
