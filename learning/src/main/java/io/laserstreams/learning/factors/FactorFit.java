package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.ItemFactors;
import java.util.Arrays;
import java.util.Random;

/**
 * Fits {@link ItemFactors} by expectation maximisation: users' numbers are integrated out with mean
 * and covariance, items' are the most probable ones under a prior whose mean their texts tell
 * (Salakhutdinov, Mnih 2008; Agarwal, Chen 2009). A fit starts where the one before ended.
 */
final class FactorFit {
  private static final double START_DEVIATION = 0.15;
  private static final double BIAS_VARIANCE = 0.2;
  private static final double USER_PRIOR = 20;
  private static final double BIAS_PENALTY = 3;
  private static final double FACTOR_PENALTY = 40;
  private static final double TEXT_PENALTY = 20;
  private static final double FIRST_WEIGHT = 5;
  private static final double LEAST_NOISE = 0.05;

  private final int size;
  private final Random random;
  private double mean;
  private double noise = 0.85;
  private double[] bias = new double[0];
  private double[][] factors = new double[0][];
  private boolean[] rated = new boolean[0];
  private final double[] userMean;
  private double[] userCovariance;
  private double[][] fromText = new double[0][];
  private boolean fitted;

  /**
   * @param factors besides the bias
   */
  FactorFit(int factors, long seed) {
    this.size = factors + 1;
    this.random = new Random(seed);
    this.userMean = new double[size];
    this.userCovariance = new double[Symmetric.size(size)];
    for (int i = 0; i < size; i++) {
      userCovariance[Symmetric.at(i, i)] = i == 0 ? BIAS_VARIANCE : 1;
    }
  }

  /**
   * Some more rounds on all events so far.
   *
   * @param coordinates text coordinates by row, null where an item has none
   */
  void fit(EventsByUser log, float[][] coordinates, int rounds) {
    grow(coordinates.length);
    mean = log.labelledMean();
    int[] counts = new int[bias.length];
    double[] sums = new double[bias.length];
    for (EventsByUser.Events events : log.users()) {
      for (int e = 0; e < events.size; e++) {
        if (events.labelled[e]) {
          counts[events.items[e]]++;
          sums[events.items[e]] += events.values[e] - mean;
        }
      }
    }
    for (int i = 0; i < bias.length; i++) {
      rated[i] = counts[i] > 0;
      bias[i] = fitted ? bias[i] : sums[i] / (counts[i] + FIRST_WEIGHT);
    }
    fitted = true;
    for (int round = 0; round < rounds; round++) {
      round(log, coordinates, counts, round == rounds - 1);
    }
  }

  private void grow(int items) {
    int known = bias.length;
    bias = Arrays.copyOf(bias, items);
    rated = Arrays.copyOf(rated, items);
    factors = Arrays.copyOf(factors, items);
    for (int i = known; i < items; i++) {
      factors[i] = new double[size];
      factors[i][0] = 1;
      for (int f = 1; f < size; f++) {
        factors[i][f] = random.nextGaussian() * START_DEVIATION;
      }
    }
  }

  private void round(EventsByUser log, float[][] coordinates, int[] counts, boolean measureNoise) {
    double[][] squares = new double[bias.length][];
    double[][] products = new double[bias.length][];
    double[] spread = new double[Symmetric.size(size)];
    double[] sum = new double[size];
    double[] precision = Symmetric.inverse(userCovariance, size);
    double[] pull = Symmetric.multiply(precision, userMean);
    double errors = 0;
    long measured = 0;
    for (EventsByUser.Events events : log.users()) {
      double[] p = precision.clone();
      double[] h = pull.clone();
      for (int e = 0; e < events.size; e++) {
        double[] v = factors[events.items[e]];
        Symmetric.addSquare(p, v, 1 / noise);
        double y = (events.values[e] - mean - bias[events.items[e]]) / noise;
        for (int i = 0; i < size; i++) {
          h[i] += v[i] * y;
        }
      }
      double[] covariance = Symmetric.inverse(p, size);
      double[] user = Symmetric.multiply(covariance, h);
      double[] from = user.clone();
      for (int i = 0; i < size; i++) {
        sum[i] += user[i];
        from[i] -= userMean[i];
      }
      Symmetric.addSquare(spread, from, 1);
      for (int i = 0; i < spread.length; i++) {
        spread[i] += covariance[i];
      }
      toItems(events, user, covariance, squares, products);
      for (int e = 0; measureNoise && e < events.size; e += 4) {
        double[] v = factors[events.items[e]];
        double[] gain = Symmetric.multiply(covariance, v);
        double error = events.values[e] - mean - bias[events.items[e]];
        for (int i = 0; i < size; i++) {
          error -= v[i] * user[i];
          errors += v[i] * gain[i];
        }
        errors += error * error;
        measured++;
      }
    }
    int users = log.users().size();
    for (int i = 0; i < size; i++) {
      spread[Symmetric.at(i, i)] += USER_PRIOR * (i == 0 ? BIAS_VARIANCE : 1);
    }
    for (int i = 0; i < spread.length; i++) {
      userCovariance[i] = spread[i] / (users + USER_PRIOR);
    }
    for (int i = 0; i < size; i++) {
      userMean[i] += (sum[i] / users - userMean[i]) * 0.9;
    }
    if (measureNoise) {
      noise = Math.max(LEAST_NOISE, errors / measured);
    }
    items(coordinates, counts, squares, products);
  }

  /**
   * Adds what one user's events say of their items; the item's bias stands where its first factor
   * does.
   */
  private void toItems(
      EventsByUser.Events events,
      double[] user,
      double[] covariance,
      double[][] squares,
      double[][] products) {
    double[] z = user.clone();
    z[0] = 1;
    double[] square = covariance.clone();
    Arrays.fill(square, 0, 1, 0);
    for (int i = 1; i < size; i++) {
      square[Symmetric.at(i, 0)] = 0;
    }
    Symmetric.addSquare(square, z, 1);
    for (int e = 0; e < events.size; e++) {
      if (!events.labelled[e]) {
        continue;
      }
      int item = events.items[e];
      if (squares[item] == null) {
        squares[item] = new double[square.length];
        products[item] = new double[size];
      }
      double[] into = squares[item];
      for (int i = 0; i < square.length; i++) {
        into[i] += square[i];
      }
      double y = events.values[e] - mean - user[0];
      double[] product = products[item];
      product[0] += y;
      for (int i = 1; i < size; i++) {
        product[i] += z[i] * y - covariance[Symmetric.at(i, 0)];
      }
    }
  }

  private void items(float[][] coordinates, int[] counts, double[][] squares, double[][] products) {
    fromText = textRegression(coordinates, counts);
    for (int item = 0; item < bias.length; item++) {
      double[] expected = expected(coordinates[item]);
      if (squares[item] == null) {
        bias[item] = expected[0];
        System.arraycopy(expected, 1, factors[item], 1, size - 1);
        continue;
      }
      for (int i = 0; i < size; i++) {
        double penalty = i == 0 ? BIAS_PENALTY : FACTOR_PENALTY;
        squares[item][Symmetric.at(i, i)] += penalty;
        products[item][i] += penalty * expected[i];
      }
      double[] solved = Symmetric.solve(squares[item], products[item]);
      bias[item] = solved[0];
      System.arraycopy(solved, 1, factors[item], 1, size - 1);
    }
  }

  /**
   * Bias and factors by a ridge regression on text coordinates, items with many values weighing
   * more; no rows without texts.
   */
  private double[][] textRegression(float[][] coordinates, int[] counts) {
    int terms =
        1
            + Arrays.stream(coordinates)
                .filter(x -> x != null)
                .mapToInt(x -> x.length)
                .findFirst()
                .orElse(-1);
    if (terms == 0) {
      return new double[0][];
    }
    double[] squares = new double[Symmetric.size(terms)];
    double[][] products = new double[size][terms];
    for (int item = 0; item < bias.length; item++) {
      if (counts[item] == 0 || coordinates[item] == null) {
        continue;
      }
      double weight = counts[item] / (counts[item] + 20.0);
      double[] x = terms(coordinates[item]);
      Symmetric.addSquare(squares, x, weight);
      for (int f = 0; f < size; f++) {
        double target = weight * (f == 0 ? bias[item] : factors[item][f]);
        for (int t = 0; t < terms; t++) {
          products[f][t] += target * x[t];
        }
      }
    }
    for (int t = 0; t < terms; t++) {
      squares[Symmetric.at(t, t)] += TEXT_PENALTY;
    }
    double[][] solved = new double[size][];
    for (int f = 0; f < size; f++) {
      solved[f] = Symmetric.solve(squares, products[f]);
    }
    return solved;
  }

  private static double[] terms(float[] coordinates) {
    double[] x = new double[coordinates.length + 1];
    x[0] = 1;
    for (int c = 0; c < coordinates.length; c++) {
      x[c + 1] = coordinates[c];
    }
    return x;
  }

  private double[] expected(float[] coordinates) {
    double[] expected = new double[size];
    if (coordinates != null && fromText.length > 0) {
      double[] x = terms(coordinates);
      for (int f = 0; f < size; f++) {
        for (int t = 0; t < x.length; t++) {
          expected[f] += fromText[f][t] * x[t];
        }
      }
    }
    return expected;
  }

  ItemFactors factors() {
    float[][] text = new float[fromText.length][];
    for (int f = 0; f < text.length; f++) {
      text[f] = floats(fromText[f]);
    }
    return new ItemFactors(
        (float) mean, (float) noise, floats(userMean), floats(userCovariance), text);
  }

  boolean rated(int item) {
    return rated[item];
  }

  /** Bias and then the factors after the first. */
  float[] numbers(int item) {
    float[] numbers = floats(factors[item]);
    numbers[0] = (float) bias[item];
    return numbers;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
