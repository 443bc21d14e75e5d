package io.laserstreams.crm.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Confidence intervals by the percentile bootstrap (Efron 1979) over users: a user's samples depend
 * on each other, users are independent.
 *
 * @param resamples how often users are drawn again, with replacement
 * @param level share of the resamples within the interval, for example 0.95
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double level, long seed) {
  public static final Bootstrap DEFAULT = new Bootstrap(500, 0.95, 1);

  public Bootstrap {
    if (resamples < 2 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "resamples is %d, must be at least 2, and level %s, must be between 0 and 1"
              .formatted(resamples, level));
    }
  }

  /** Every measure of the predictions with its interval. */
  public Map<Measure, Interval> intervals(Quality quality, Predictions predictions) {
    return draw(quality.measure(), predictions.users(), quality::measure);
  }

  /**
   * How one model differs from another on the same slates: each measure of {@code a} minus that of
   * {@code b}. Both see the same users in each resample, which is far sharper than comparing two
   * intervals.
   *
   * @throws IllegalArgumentException if the predictions are not for the same slates in the same
   *     order
   */
  public Map<Measure, Interval> differences(Predictions a, Predictions b, int k) {
    if (!a.hasSameSlatesAs(b)) {
      throw new IllegalArgumentException(
          "the two models did not predict the same slates in the same order");
    }
    var qualityOfA = new Quality(a, k);
    var qualityOfB = new Quality(b, k);
    return draw(
        difference(qualityOfA.measure(), qualityOfB.measure()),
        a.users(),
        weights -> difference(qualityOfA.measure(weights), qualityOfB.measure(weights)));
  }

  /** Of the same measures. */
  private static Map<Measure, Double> difference(Map<Measure, Double> a, Map<Measure, Double> b) {
    Map<Measure, Double> difference = new EnumMap<>(a);
    b.forEach((measure, value) -> difference.merge(measure, value, (x, y) -> x - y));
    return difference;
  }

  /** Measures, with each user counting as many times as its weight says. */
  private interface WeightedMeasure {
    Map<Measure, Double> with(int[] weights);
  }

  private Map<Measure, Interval> draw(
      Map<Measure, Double> values, int users, WeightedMeasure weighted) {
    List<Map<Measure, Double>> drawn = new ArrayList<>(resamples);
    var random = new SplittableRandom(seed);
    int[] weights = new int[users];
    for (int r = 0; r < resamples; r++) {
      Arrays.fill(weights, 0);
      for (int i = 0; i < users; i++) {
        weights[random.nextInt(users)]++;
      }
      drawn.add(weighted.with(weights));
    }
    Map<Measure, Interval> intervals = new EnumMap<>(Measure.class);
    values.forEach(
        (measure, value) ->
            intervals.put(
                measure,
                interval(
                    value,
                    drawn.stream()
                        .mapToDouble(resample -> resample.getOrDefault(measure, Double.NaN)))));
    return intervals;
  }

  /** Leaves out resamples in which there was nothing to measure. */
  private Interval interval(double value, DoubleStream drawn) {
    double[] sorted = drawn.filter(number -> !Double.isNaN(number)).sorted().toArray();
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

  /** Interpolates linearly between neighbours. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
