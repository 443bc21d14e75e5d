package io.laserstreams.learning.factors;

import java.util.Arrays;

/**
 * The normal equations of each item's bias and factors, summed over the users who rated it. Their
 * regressor is {@code z = (1, weights of the factors)}, of which the posterior gives the expected
 * square; the bias replaces the one in the item's vector.
 */
final class ItemEquations {
  private static final double BIAS_PENALTY = 3;
  private static final double FACTOR_PENALTY = 40;

  private final int size;
  private final double[][] squares;
  private final double[][] products;

  ItemEquations(int items, int size) {
    this.size = size;
    this.squares = new double[items][];
    this.products = new double[items][];
  }

  /** Adds a user's labelled events. */
  void add(EventsByUser.UserEvents events, UserPosterior user, double mean) {
    double[] z = user.mean().clone();
    z[0] = 1;
    double[] square = expectedSquare(z, user.covariance());
    for (int e = 0; e < events.size; e++) {
      if (events.labelled[e]) {
        double target = events.values[e] - mean - user.mean()[0];
        add(events.items[e], square, z, target, user.covariance());
      }
    }
  }

  /** {@code E[z z']}: the covariance without the row of the bias, which z replaces by its one. */
  private double[] expectedSquare(double[] z, double[] covariance) {
    double[] square = covariance.clone();
    Arrays.fill(square, 0, 1, 0);
    for (int i = 1; i < size; i++) {
      square[Symmetric.at(i, 0)] = 0;
    }
    Symmetric.addSquare(square, z, 1);
    return square;
  }

  private void add(int item, double[] square, double[] z, double target, double[] covariance) {
    if (squares[item] == null) {
      squares[item] = new double[square.length];
      products[item] = new double[size];
    }
    double[] sum = squares[item];
    for (int i = 0; i < square.length; i++) {
      sum[i] += square[i];
    }
    double[] product = products[item];
    product[0] += target;
    for (int i = 1; i < size; i++) {
      product[i] += z[i] * target - covariance[Symmetric.at(i, 0)];
    }
  }

  /**
   * The most probable bias and factors of an item; {@code expected} itself without labelled events.
   * To be called once for each item.
   *
   * @param expected the mean of their prior
   */
  double[] solve(int item, double[] expected) {
    if (squares[item] == null) {
      return expected;
    }
    for (int i = 0; i < size; i++) {
      double penalty = i == 0 ? BIAS_PENALTY : FACTOR_PENALTY;
      squares[item][Symmetric.at(i, i)] += penalty;
      products[item][i] += penalty * expected[i];
    }
    return Symmetric.solve(squares[item], products[item]);
  }
}
