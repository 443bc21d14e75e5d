package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.streaming.FeatureChoice;
import org.jspecify.annotations.Nullable;

/**
 * Which streaming features a model reads.
 *
 * @param features as {@link FeatureChoice} writes them
 * @param strict whether item statistics and factors learn from the drawn samples alone instead of
 *     the whole stream; users' own state sees all their events, as it does in serving
 */
public record FeatureReading(String features, boolean strict) {
  static final FeatureReading NONE = new FeatureReading(FeatureChoice.NONE, false);

  /**
   * @param features null in rows from before there were features
   */
  public FeatureReading(@Nullable String features, boolean strict) {
    this.features = features == null ? FeatureChoice.NONE : features;
    this.strict = strict;
  }

  /** Whether the model reads any. */
  boolean any() {
    return !features.equals(FeatureChoice.NONE);
  }

  @Override
  public String toString() {
    return strict ? features + ", strict" : features;
  }
}
