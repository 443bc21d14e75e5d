package io.laserstreams.crm.streaming.factors;

import java.util.Arrays;

/**
 * A probabilistic factorisation of the values that items were given: {@code value = mean +
 * bias(item) + factors(item) . user + noise}, where a user's {@code 1 + k} numbers are normal and
 * the first factor of each item is 1, so that the first number is the user's bias.
 *
 * @param mean of all values
 * @param noise variance of an observation
 * @param priorMean of users [1 + k]
 * @param priorCovariance of users, its lower half by rows
 * @param fromText what text coordinates make of bias and factors where an item has no value yet, [1
 *     + k][1 + coordinates] with the constant first; no rows where items have no text
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
          "texts make %d numbers, the prior has %d".formatted(fromText.length, priorMean.length));
    }
  }

  /**
   * @throws IllegalArgumentException where the numbers are made of another count of coordinates
   */
  void requireFit(int coordinates) {
    for (float[] row : fromText) {
      if (row.length != 1 + coordinates) {
        throw new IllegalArgumentException(
            "a number is made of %d coordinates, texts have %d"
                .formatted(row.length - 1, coordinates));
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

  /** Numbers of a user. */
  public int size() {
    return priorMean.length;
  }

  /**
   * Bias and then the factors after the first, of an item without values; null where it has no text
   * either.
   */
  float[] expected(float[] coordinates) {
    if (coordinates == null || fromText.length == 0) {
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
