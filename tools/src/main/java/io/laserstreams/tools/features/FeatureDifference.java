package io.laserstreams.tools.features;

import org.jspecify.annotations.Nullable;

/**
 * Served and recomputed values of one feature; names are part of the JSON report.
 *
 * @param example the impression with the largest difference; null without a difference
 * @param served value of the example
 * @param computed value of the example
 */
public record FeatureDifference(
    String feature,
    long compared,
    long differing,
    double largest,
    @Nullable String example,
    float served,
    float computed) {

  static FeatureDifference none(String feature) {
    return new FeatureDifference(feature, 0, 0, 0, null, 0, 0);
  }

  FeatureDifference plus(
      float servedNow, float computedNow, String impressionId, double tolerance) {
    boolean same = Float.floatToIntBits(servedNow) == Float.floatToIntBits(computedNow);
    double difference = Math.abs((double) servedNow - computedNow);
    if (same || difference <= tolerance) {
      return new FeatureDifference(
          feature, compared + 1, differing, largest, example, served, computed);
    }
    double size = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    return example == null || size > largest
        ? new FeatureDifference(
            feature, compared + 1, differing + 1, size, impressionId, servedNow, computedNow)
        : new FeatureDifference(
            feature, compared + 1, differing + 1, largest, example, served, computed);
  }
}
