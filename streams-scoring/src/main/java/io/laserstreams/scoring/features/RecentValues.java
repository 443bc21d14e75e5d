package io.laserstreams.scoring.features;

/**
 * The latest values of a feature: their mean, and a histogram in standard deviations of training.
 * Older values fade: at ten thousand values all counts are halved. Not thread-safe.
 */
final class RecentValues {
  private static final int MAX_COUNT = 10_000;
  private static final int BINS = 50;

  /**
   * Where the histogram starts, in deviations from the mean; it ends as far above the mean. Values
   * beyond are counted in the outer bins.
   */
  private static final double FROM = -5;

  private final double trainedMean;
  private final double trainedDeviation;
  private final double[] bins = new double[BINS];
  private double count;
  private double missing;
  private double sum;

  RecentValues(double trainedMean, double trainedDeviation) {
    this.trainedMean = trainedMean;
    this.trainedDeviation = trainedDeviation;
  }

  void add(double value, boolean isMissing) {
    if (count >= MAX_COUNT) {
      fade();
    }
    count++;
    sum += value;
    missing += isMissing ? 1 : 0;
    double position = ((value - trainedMean) / trainedDeviation - FROM) / width();
    bins[(int) Math.max(0, Math.min(BINS - 1, position))]++;
  }

  private void fade() {
    count /= 2;
    sum /= 2;
    missing /= 2;
    for (int b = 0; b < BINS; b++) {
      bins[b] /= 2;
    }
  }

  private static double width() {
    return -2 * FROM / BINS;
  }

  /** NaN without values, like all measures. */
  double mean() {
    return sum / count;
  }

  double missingShare() {
    return missing / count;
  }

  double drift() {
    return Math.abs(mean() - trainedMean) / trainedDeviation;
  }

  /** To within a tenth of the deviation in training. */
  double quantile(double share) {
    double below = 0;
    for (int b = 0; b < BINS; b++) {
      if (bins[b] > 0 && below + bins[b] >= share * count) {
        double within = (share * count - below) / bins[b];
        return trainedMean + trainedDeviation * (FROM + width() * (b + within));
      }
      below += bins[b];
    }
    return Double.NaN;
  }
}
