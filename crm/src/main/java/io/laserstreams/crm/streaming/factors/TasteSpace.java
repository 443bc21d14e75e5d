package io.laserstreams.crm.streaming.factors;

/**
 * The space in which users' tastes are uncorrelated: the transposed Cholesky root of their prior
 * covariance, the bias left out, times an item's factors after the first.
 */
final class TasteSpace {
  private final double[][] root;

  TasteSpace(ItemFactors factors) {
    float[] covariance = factors.priorCovariance();
    int size = factors.size() - 1;
    root = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = covariance[(i + 1) * (i + 2) / 2 + j + 1];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(Math.max(sum, 0)) : root[j][j] == 0 ? 0 : sum / root[j][j];
      }
    }
  }

  /**
   * @param numbers bias and then the factors after the first
   */
  float[] place(float[] numbers) {
    float[] place = new float[root.length];
    for (int column = 0; column < place.length; column++) {
      double sum = 0;
      for (int row = column; row < place.length; row++) {
        sum += root[row][column] * numbers[row + 1];
      }
      place[column] = (float) sum;
    }
    return place;
  }
}
