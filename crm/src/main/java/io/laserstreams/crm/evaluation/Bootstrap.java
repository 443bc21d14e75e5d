package io.laserstreams.crm.evaluation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Confidence intervals by the percentile bootstrap (Efron 1979) over users: a user's samples depend
 * on each other, users do not.
 *
 * @param resamples how often users are drawn anew, with replacement
 * @param level how much of the resamples the interval holds, for example 0.95
 * @param seed of the drawing
 */
public record Bootstrap(int resamples, double level, long seed) {
  public static final Bootstrap DEFAULT = new Bootstrap(500, 0.95, 1);

  public Bootstrap {
    if (resamples < 2 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "resamples is %d and level %s: there must be 2 or more, and a level between 0 and 1"
              .formatted(resamples, level));
    }
  }

  /** Each measure of these predictions with its interval. */
  public Map<Measure, Interval> intervals(Quality quality, Predictions predictions) {
    return draw(quality.measure(), predictions.users(), quality::measure);
  }

  /**
   * How much better or worse one model is than another on the same slates: each measure of {@code
   * a} less that of {@code b}. Both see the same users in each resample, which is far sharper than
   * two intervals side by side.
   *
   * @throws IllegalArgumentException if the predictions are not of the same slates in the same
   *     order
   */
  public Map<Measure, Interval> differences(Predictions a, Predictions b, int k) {
    if (!a.isOfTheSameSlatesAs(b)) {
      throw new IllegalArgumentException(
          "the two models were not asked about the same slates in the same order");
    }
    var qualityOfA = new Quality(a, k);
    var qualityOfB = new Quality(b, k);
    return draw(
        difference(qualityOfA.measure(), qualityOfB.measure()),
        a.users(),
        weights -> difference(qualityOfA.measure(weights), qualityOfB.measure(weights)));
  }

  private static Map<Measure, Double> difference(Map<Measure, Double> a, Map<Measure, Double> b) {
    Map<Measure, Double> difference = new EnumMap<>(Measure.class);
    a.forEach((measure, value) -> difference.put(measure, value - b.get(measure)));
    return difference;
  }

  private interface Measuring {
    Map<Measure, Double> with(int[] weights);
  }

  private Map<Measure, Interval> draw(Map<Measure, Double> values, int users, Measuring measuring) {
    Map<Measure, double[]> drawn = new HashMap<>();
    values.keySet().forEach(measure -> drawn.put(measure, new double[resamples]));
    var random = new SplittableRandom(seed);
    int[] weights = new int[users];
    for (int r = 0; r < resamples; r++) {
      Arrays.fill(weights, 0);
      for (int i = 0; i < users; i++) {
        weights[random.nextInt(users)]++;
      }
      int resample = r;
      measuring.with(weights).forEach((measure, value) -> drawn.get(measure)[resample] = value);
    }
    Map<Measure, Interval> intervals = new EnumMap<>(Measure.class);
    values.forEach((measure, value) -> intervals.put(measure, interval(value, drawn.get(measure))));
    return intervals;
  }

  /** Resamples in which there was nothing to measure are left out. */
  private Interval interval(double value, double[] drawn) {
    double[] sorted =
        Arrays.stream(drawn).filter(number -> !Double.isNaN(number)).sorted().toArray();
    if (Double.isNaN(value) || sorted.length < 2) {
      return new Interval(value, Double.NaN, Double.NaN, Double.NaN);
    }
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double square =
        Arrays.stream(sorted).map(number -> (number - mean) * (number - mean)).sum()
            / (sorted.length - 1);
    return new Interval(
        value,
        quantile(sorted, (1 - level) / 2),
        quantile(sorted, (1 + level) / 2),
        Math.sqrt(square));
  }

  /** Between neighbours in proportion. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
