package io.laserstreams.crm.streaming.factors;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A probabilistic factorisation of items' values: {@code value = mean + bias(item) + factors(item)
 * . user + noise}, where a user's {@code 1 + k} numbers are normal and the first factor of each
 * item is 1, so that the first number is the user's bias.
 *
 * @param mean of all values
 * @param noise variance of an observation
 * @param priorMean of users [1 + k]
 * @param priorCovariance of users, its lower half by rows
 * @param fromText maps text coordinates to bias and factors of an item without values, [1 + k][1 +
 *     coordinates] with the constant first; no rows if items have no text
 */
public record ItemFactors(
    float mean, float noise, float[] priorMean, float[] priorCovariance, float[][] fromText) {
  public ItemFactors {
    if (priorMean.length == 0
        || priorCovariance.length != priorMean.length * (priorMean.length + 1) / 2) {
      throw new IllegalArgumentException(
          "the prior has %d means and %d covariances"
              .formatted(priorMean.length, priorCovariance.length));
    }
    if (fromText.length > 0 && fromText.length != priorMean.length) {
      throw new IllegalArgumentException(
          "texts map to %d numbers, the prior has %d".formatted(fromText.length, priorMean.length));
    }
  }

  /**
   * @throws IllegalArgumentException if {@link #fromText} maps another number of coordinates
   */
  void requireFit(int coordinates) {
    for (float[] row : fromText) {
      if (row.length != 1 + coordinates) {
        throw new IllegalArgumentException(
            "fromText maps %d coordinates, texts have %d".formatted(row.length - 1, coordinates));
      }
    }
  }

  @Override
  public float[] priorMean() {
    return priorMean.clone();
  }

  @Override
  public float[] priorCovariance() {
    return priorCovariance.clone();
  }

  /** How many numbers a user has, 1 + k. */
  public int size() {
    return priorMean.length;
  }

  /**
   * Bias and then the factors after the first, expected of an item without values; null if texts do
   * not tell.
   */
  float @Nullable [] expected(float[] coordinates) {
    if (fromText.length == 0) {
      return null;
    }
    float[] expected = new float[fromText.length];
    for (int f = 0; f < expected.length; f++) {
      double sum = fromText[f][0];
      for (int c = 1; c < fromText[f].length; c++) {
        sum += fromText[f][c] * (double) coordinates[c - 1];
      }
      expected[f] = (float) sum;
    }
    return expected;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemFactors that
        && mean == that.mean
        && noise == that.noise
        && Arrays.equals(priorMean, that.priorMean)
        && Arrays.equals(priorCovariance, that.priorCovariance)
        && Arrays.deepEquals(fromText, that.fromText);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(priorMean);
  }
}
