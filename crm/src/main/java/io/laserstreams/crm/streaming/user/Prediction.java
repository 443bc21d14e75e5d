package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.features.Block;
import java.util.List;
import java.util.Objects;

/**
 * What is to be expected of an item.
 *
 * @param mean of the prediction, on top of what is expected without the user
 * @param variance of it, the observation's noise left out
 */
public record Prediction(double mean, double variance) {
  /**
   * Of each item by a linear model with normal weights. One has the same bits alone as together
   * with others.
   *
   * @param covariance of the weights, its lower half by rows
   * @param items vectors as long as the weights, null for an item without
   * @return null for an item without a vector
   */
  static Prediction[] of(float[] weights, float[] covariance, List<float[]> items) {
    Prediction[] predictions = new Prediction[items.size()];
    List<float[]> vectors = items.stream().filter(Objects::nonNull).toList();
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
