package io.laserstreams.trainer.continuous;

import java.util.Map;

/**
 * How well a model predicts a slice.
 *
 * @param samples candidates in the slice
 * @param positives how many of them are positive
 * @param auc area under the ROC curve, 0.5 is chance
 * @param logLoss mean log loss in nats
 */
record SliceScore(long samples, long positives, double auc, double logLoss) {
  long negatives() {
    return samples - positives;
  }

  /**
   * Standard deviation of the AUC of random scores: the Mann-Whitney statistic's under the null
   * hypothesis.
   */
  double chanceDeviation() {
    return Math.sqrt((samples + 1.0) / (12.0 * positives * negatives()));
  }

  Map<String, Double> metrics() {
    return Map.of("auc", auc, "logLoss", logLoss, "samples", (double) samples);
  }
}
