package io.laserstreams.crm.evaluation;

import java.util.Arrays;

/** Collects predictions with their outcomes and tells how good they are. Not thread-safe. */
public final class ClickMetrics {
  private double[] logits = new double[1024];
  private boolean[] positive = new boolean[1024];
  private int samples;

  /**
   * @throws IllegalArgumentException if the logit is not a number
   */
  public void add(double logit, boolean isPositive) {
    if (Double.isNaN(logit)) {
      throw new IllegalArgumentException("the logit of sample " + samples + " is NaN");
    }
    if (samples == logits.length) {
      logits = Arrays.copyOf(logits, samples * 2);
      positive = Arrays.copyOf(positive, samples * 2);
    }
    logits[samples] = logit;
    positive[samples++] = isPositive;
  }

  public int samples() {
    return samples;
  }

  /**
   * Area under the ROC curve: the probability that a positive sample has a higher logit than a
   * negative one, ties counting half; {@code NaN} where one of the classes is empty.
   */
  public double auc() {
    Integer[] order = new Integer[samples];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(logits[a], logits[b]));
    double rankSum = 0;
    long positives = 0;
    for (int from = 0, to; from < samples; from = to) {
      to = from;
      int tiedPositives = 0;
      // 0.0 and -0.0 are the same score
      while (to < samples && logits[order[to]] == logits[order[from]]) {
        tiedPositives += positive[order[to++]] ? 1 : 0;
      }
      rankSum += tiedPositives * (from + 1.0 + to) / 2;
      positives += tiedPositives;
    }
    double pairs = (double) positives * (samples - positives);
    return pairs == 0 ? Double.NaN : (rankSum - positives * (positives + 1.0) / 2) / pairs;
  }

  /** Mean negative log likelihood of the outcomes in nats; {@code NaN} without samples. */
  public double logLoss() {
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      double margin = positive[i] ? logits[i] : -logits[i];
      sum += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    return samples == 0 ? Double.NaN : sum / samples;
  }
}
