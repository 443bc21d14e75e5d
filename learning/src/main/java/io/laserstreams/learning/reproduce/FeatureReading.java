package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.streaming.FeatureChoice;

/**
 * Which streaming features a training reads.
 *
 * @param features as {@link FeatureChoice} writes them
 * @param strict whether item statistics and bases learn from the drawn samples alone, not from the
 *     whole stream; users' own state sees all their events, as it does when it is served
 */
public record FeatureReading(String features, boolean strict) {
  static final FeatureReading NONE = new FeatureReading(FeatureChoice.NONE, false);

  public FeatureReading {
    requireNonNull(features, "features is null");
  }

  boolean reads() {
    return !features.equals(FeatureChoice.NONE);
  }

  @Override
  public String toString() {
    return strict ? features + ", strict" : features;
  }
}
