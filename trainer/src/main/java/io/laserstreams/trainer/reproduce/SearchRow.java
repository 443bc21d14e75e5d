package io.laserstreams.trainer.reproduce;

import io.laserstreams.trainer.offline.OfflinePlan;

/**
 * One point of a search for hyper-parameters. The test part is not looked at.
 *
 * @param settings everything that the outcome depends on
 * @param validationAuc of the best point of the learning curve
 * @param trainSeconds wall-clock time
 */
public record SearchRow(ResultRow.Settings settings, double validationAuc, double trainSeconds) {
  OfflinePlan plan() {
    return settings.plan();
  }
}
