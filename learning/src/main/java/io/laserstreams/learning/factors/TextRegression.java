package io.laserstreams.learning.factors;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Predicts an item's bias and factors from its text coordinates, by a ridge regression in which
 * items with many values weigh more.
 */
final class TextRegression {
  /** Predicts zeros. */
  static final TextRegression NONE = new TextRegression(new double[0][]);

  private static final double PENALTY = 20;

  /** Values with which an item has half of the full weight. */
  private static final double HALF_WEIGHT = 20;

  private final double[][] weights;

  private TextRegression(double[][] weights) {
    this.weights = weights;
  }

  /**
   * Fits to the items as they are now; {@link #NONE} if no item has a text.
   *
   * @param coordinates by item, null for an item without text
   * @param counts labelled events by item
   * @param vectors of items; the bias replaces the first element
   */
  static TextRegression fit(
      float[] @Nullable [] coordinates, int[] counts, double[] bias, double[][] vectors) {
    int width =
        Arrays.stream(coordinates)
            .filter(Objects::nonNull)
            .mapToInt(x -> x.length)
            .findFirst()
            .orElse(-1);
    if (width < 0) {
      return NONE;
    }
    int terms = width + 1;
    int size = vectors[0].length;
    double[] squares = new double[Symmetric.size(terms)];
    double[][] products = new double[size][terms];
    for (int item = 0; item < bias.length; item++) {
      if (counts[item] == 0 || coordinates[item] == null) {
        continue;
      }
      double weight = counts[item] / (counts[item] + HALF_WEIGHT);
      double[] x = terms(coordinates[item]);
      Symmetric.addSquare(squares, x, weight);
      for (int f = 0; f < size; f++) {
        double target = weight * (f == 0 ? bias[item] : vectors[item][f]);
        for (int t = 0; t < terms; t++) {
          products[f][t] += target * x[t];
        }
      }
    }
    for (int t = 0; t < terms; t++) {
      squares[Symmetric.at(t, t)] += PENALTY;
    }
    double[][] solved = new double[size][];
    for (int f = 0; f < size; f++) {
      solved[f] = Symmetric.solve(squares, products[f]);
    }
    return new TextRegression(solved);
  }

  /** A constant, then the coordinates. */
  private static double[] terms(float[] coordinates) {
    double[] x = new double[coordinates.length + 1];
    x[0] = 1;
    for (int c = 0; c < coordinates.length; c++) {
      x[c + 1] = coordinates[c];
    }
    return x;
  }

  /** Bias, then factors, {@code size} numbers in all; zeros without text. */
  double[] predict(float @Nullable [] coordinates, int size) {
    double[] predicted = new double[size];
    if (coordinates != null && weights.length > 0) {
      double[] x = terms(coordinates);
      for (int f = 0; f < size; f++) {
        for (int t = 0; t < x.length; t++) {
          predicted[f] += weights[f][t] * x[t];
        }
      }
    }
    return predicted;
  }

  /** A row for the bias and for each factor, of the constant and the coordinates' weights. */
  float[][] weights() {
    return Arrays.stream(weights).map(FactorFit::floats).toArray(float[][]::new);
  }
}
