package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.features.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to expect of an item.
 *
 * @param mean of the prediction, on top of what is expected without the user
 * @param variance of the prediction, without the noise of an observation
 */
public record Prediction(double mean, double variance) {
  /** For an item that cannot be predicted. */
  public static final Prediction NONE = new Prediction(Double.NaN, Double.NaN);

  /**
   * Predicts items by a linear model with normally distributed weights. An item's prediction has
   * the same bits alone as together with others.
   *
   * @param covariance of the weights, its lower half by rows
   * @param items vectors as long as the weights; null for an item without one
   * @return {@link #NONE} for an item without a vector
   */
  static Prediction[] of(
      float[] weights, float[] covariance, List<? extends float @Nullable []> items) {
    Prediction[] predictions = new Prediction[items.size()];
    Arrays.fill(predictions, NONE);
    List<float[]> vectors = new ArrayList<>(items.size());
    for (float[] item : items) {
      if (item != null) {
        vectors.add(item);
      }
    }
    if (vectors.isEmpty()) {
      return predictions;
    }
    Block block = Block.of(vectors);
    float[] means = block.times(weights).clone();
    float[] variances = block.forms(covariance);
    for (int i = 0, at = 0; i < predictions.length; i++) {
      if (items.get(i) != null) {
        predictions[i] = new Prediction(means[at], variances[at++]);
      }
    }
    return predictions;
  }
}
