package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.streaming.FeatureChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * Streaming features in a grid: each model is trained without them and, if any are chosen, with
 * them.
 *
 * @param features as {@link FeatureChoice} reads them
 * @param strict whether models on a share of the samples are also trained with features that learn
 *     from that share alone
 * @param epochMillis length of the epochs of item statistics, 0 for none
 */
public record FeatureGrid(String features, boolean strict, long epochMillis) {
  /** No features. */
  public static final FeatureGrid NONE = new FeatureGrid(FeatureChoice.NONE, false, 0);

  public FeatureGrid {
    requireNonNull(features, "features is null");
  }

  /** The features to train with on a fraction of the samples. */
  List<FeatureReading> at(double fraction) {
    List<FeatureReading> readings = new ArrayList<>(List.of(FeatureReading.NONE));
    if (!features.equals(FeatureChoice.NONE)) {
      readings.add(new FeatureReading(features, false));
      if (strict && fraction < 1) {
        readings.add(new FeatureReading(features, true));
      }
    }
    return readings;
  }
}
