package io.laserstreams.crm.streaming.basis;

import java.util.Arrays;

/**
 * A probabilistic factorisation of the values that items were given: {@code value = mean + bias(item) + factors(item) . user +
 * noise},
 * where a user's {@code 1 + k} numbers are normal and the first factor of each item is 1, so that the first number is the user's
 * bias.
 *
 * @param mean of all values
 * @param noise variance of an observation
 * @param priorMean of users [1 + k]
 * @param priorCovariance of users, its lower half by rows
 * @param fromText what text coordinates make of bias and factors where an item has no value yet, [1 + k][1 + coordinates] with
 *     the
 *     constant first; no rows where items have no text
 */
public record ItemFactors(float mean, float noise, float[] priorMean, float[] priorCovariance, float[][] fromText) {
  public ItemFactors {
    if (priorCovariance.length != priorMean.length * (priorMean.length + 1) / 2) {
      throw new IllegalArgumentException(
          "the prior has %d means and %d covariances".formatted(priorMean.length, priorCovariance.length));
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

  int size() {
    return priorMean.length;
  }

  /** Bias and then the factors after the first, of an item without values; null where it has no text either. */
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

  /**
   * Factors after the first in the space in which users are uncorrelated: the transposed Cholesky root of the prior covariance, without
   * the user's bias, times the factors.
   *
   * @param numbers bias and then the factors after the first
   */
  float[] taste(float[] numbers) {
    int size = priorMean.length - 1;
    double[][] root = root(size);
    float[] taste = new float[size];
    for (int column = 0; column < size; column++) {
      double sum = 0;
      for (int row = column; row < size; row++) {
        sum += root[row][column] * numbers[row + 1];
      }
      taste[column] = (float) sum;
    }
    return taste;
  }

  private double[][] root(int size) {
    double[][] root = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = priorCovariance[(i + 1) * (i + 2) / 2 + j + 1];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(Math.max(sum, 0)) : root[j][j] == 0 ? 0 : sum / root[j][j];
      }
    }
    return root;
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
