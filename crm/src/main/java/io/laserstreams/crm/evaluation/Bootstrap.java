package io.laserstreams.crm.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Confidence intervals by the bootstrap (Efron 1979) over users: a user's samples depend on each
 * other, users are independent. An interval is that of the resamples' percentiles, moved by as much
 * as the figure differs from the resamples' median. Resamples of a measure that noise increases,
 * such as the calibration error, lie above the figure, and their percentiles alone could exclude
 * it.
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
    return draw(
        quality.measure(), predictions.users(), 1, (weights, runs) -> quality.measure(weights));
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
    return differences(List.of(a), List.of(b), k);
  }

  /**
   * How one model differs from another in the mean over several pairs of trainings, for example one
   * for each seed. A resample draws the pairs, too, if there are several: the interval covers both
   * other users and other seeds.
   *
   * @param a trainings of the one model
   * @param b trainings of the other, each the counterpart of that at the same place in {@code a}
   * @throws IllegalArgumentException if there are no pairs, or the predictions are not for the same
   *     slates in the same order
   */
  public Map<Measure, Interval> differences(List<Predictions> a, List<Predictions> b, int k) {
    if (a.isEmpty() || a.size() != b.size()) {
      throw new IllegalArgumentException(
          "%d and %d trainings are no pairs".formatted(a.size(), b.size()));
    }
    Predictions first = a.get(0);
    if (!Stream.concat(a.stream(), b.stream()).allMatch(first::hasSameSlatesAs)) {
      throw new IllegalArgumentException(
          "the two models did not predict the same slates in the same order");
    }
    List<Quality> qualityOfA = a.stream().map(each -> new Quality(each, k)).toList();
    List<Quality> qualityOfB = b.stream().map(each -> new Quality(each, k)).toList();
    int[] once = new int[a.size()];
    Arrays.fill(once, 1);
    return draw(
        mean(once, run -> difference(qualityOfA.get(run).measure(), qualityOfB.get(run).measure())),
        first.users(),
        a.size(),
        (weights, runs) ->
            mean(
                runs,
                run ->
                    difference(
                        qualityOfA.get(run).measure(weights),
                        qualityOfB.get(run).measure(weights))));
  }

  /** The mean over runs, each counting as many times as its weight says. */
  private static Map<Measure, Double> mean(int[] runs, IntFunction<Map<Measure, Double>> measured) {
    Map<Measure, Double> sums = new EnumMap<>(Measure.class);
    int count = 0;
    for (int run = 0; run < runs.length; run++) {
      int weight = runs[run];
      if (weight > 0) {
        count += weight;
        measured
            .apply(run)
            .forEach((measure, value) -> sums.merge(measure, weight * value, Double::sum));
      }
    }
    int all = count;
    sums.replaceAll((measure, sum) -> sum / all);
    return sums;
  }

  /** Of the same measures. */
  private static Map<Measure, Double> difference(Map<Measure, Double> a, Map<Measure, Double> b) {
    Map<Measure, Double> difference = new EnumMap<>(a);
    b.forEach((measure, value) -> difference.merge(measure, value, (x, y) -> x - y));
    return difference;
  }

  /** Measures, with each user and run counting as many times as its weight says. */
  private interface WeightedMeasure {
    Map<Measure, Double> with(int[] users, int[] runs);
  }

  private Map<Measure, Interval> draw(
      Map<Measure, Double> values, int users, int runs, WeightedMeasure weighted) {
    List<Map<Measure, Double>> drawn = new ArrayList<>(resamples);
    var random = new SplittableRandom(seed);
    for (int r = 0; r < resamples; r++) {
      drawn.add(weighted.with(weights(users, random), weights(runs, random)));
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

  /** How many times each of {@code n} is drawn in {@code n} draws with replacement. */
  private static int[] weights(int n, SplittableRandom random) {
    int[] weights = new int[n];
    if (n == 1) {
      weights[0] = 1;
      return weights;
    }
    for (int i = 0; i < n; i++) {
      weights[random.nextInt(n)]++;
    }
    return weights;
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
    double median = quantile(sorted, 0.5);
    return new Interval(
        value,
        value + (quantile(sorted, (1 - level) / 2) - median),
        value + (quantile(sorted, (1 + level) / 2) - median),
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
