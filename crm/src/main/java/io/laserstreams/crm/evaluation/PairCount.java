package io.laserstreams.crm.evaluation;

/**
 * Counts the pairs of a positive and a negative candidate that the model orders correctly. The
 * candidates come by falling logit; ties count half.
 */
final class PairCount {
  private double positives;
  private double negatives;
  private double won;
  private double logit = Double.NaN;
  private double tiedPositives;
  private double tiedNegatives;

  /** Adds a candidate that counts {@code weight} times. */
  void add(double newLogit, boolean positive, int weight) {
    // 0.0 and -0.0 are the same score.
    if (newLogit != logit) {
      settle();
      logit = newLogit;
    }
    if (positive) {
      tiedPositives += weight;
    } else {
      tiedNegatives += weight;
    }
  }

  private void settle() {
    won += tiedNegatives * (positives + tiedPositives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }

  /** Area under the ROC curve, the share of pairs ordered correctly; NaN if there is no pair. */
  double auc() {
    settle();
    double pairs = positives * negatives;
    return pairs == 0 ? Double.NaN : won / pairs;
  }
}
