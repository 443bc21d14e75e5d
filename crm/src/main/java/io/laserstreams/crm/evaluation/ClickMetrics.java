package io.laserstreams.crm.evaluation;

import java.util.Arrays;

/** Collects predictions with their outcomes and measures how good they are. Not thread-safe. */
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
   * negative one, ties counting half; {@code NaN} if a class is empty.
   */
  public double auc() {
    Integer[] order = new Integer[samples];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(logits[b], logits[a]));
    var pairs = new PairCount();
    for (int sample : order) {
      pairs.add(logits[sample], positive[sample], 1);
    }
    return pairs.auc();
  }

  /** Mean negative log likelihood of the outcomes in nats; {@code NaN} without samples. */
  public double logLoss() {
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += LogLoss.of(logits[i], positive[i]);
    }
    return samples == 0 ? Double.NaN : sum / samples;
  }
}
