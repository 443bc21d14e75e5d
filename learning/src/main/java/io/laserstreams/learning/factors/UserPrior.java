package io.laserstreams.learning.factors;

/** The normal distribution of users' vectors: a bias, then a weight for each factor. */
final class UserPrior {
  private static final double BIAS_VARIANCE = 0.2;

  /** Users that the starting covariance counts as. */
  private static final double STARTING_USERS = 20;

  private static final double MEAN_STEP = 0.9;

  private final int size;
  private final double[] mean;
  private final double[] covariance;

  UserPrior(int size) {
    this.size = size;
    this.mean = new double[size];
    this.covariance = new double[Symmetric.size(size)];
    for (int i = 0; i < size; i++) {
      covariance[Symmetric.at(i, i)] = startingVariance(i);
    }
  }

  private static double startingVariance(int i) {
    return i == 0 ? BIAS_VARIANCE : 1;
  }

  double[] mean() {
    return mean;
  }

  /** In the form of {@link Symmetric}. */
  double[] covariance() {
    return covariance;
  }

  /** Begins a round over all users. */
  Population population() {
    return new Population();
  }

  /** All users of a round, whose posteriors under the prior become the next prior. */
  final class Population {
    private final double[] precision = Symmetric.inverse(covariance, size);
    private final double[] weightedMean = Symmetric.multiply(precision, mean);
    private final double[] sum = new double[size];
    private final double[] spread = new double[Symmetric.size(size)];

    /** Begins a user's posterior with the prior. */
    Evidence evidence() {
      return new Evidence(precision.clone(), weightedMean.clone());
    }

    void add(UserPosterior user) {
      double[] deviation = user.mean().clone();
      for (int i = 0; i < size; i++) {
        sum[i] += user.mean()[i];
        deviation[i] -= mean[i];
      }
      Symmetric.addSquare(spread, deviation, 1);
      for (int i = 0; i < spread.length; i++) {
        spread[i] += user.covariance()[i];
      }
    }

    /** Re-estimates the prior from this many users. */
    void update(int users) {
      for (int i = 0; i < size; i++) {
        spread[Symmetric.at(i, i)] += STARTING_USERS * startingVariance(i);
      }
      for (int i = 0; i < spread.length; i++) {
        covariance[i] = spread[i] / (users + STARTING_USERS);
      }
      for (int i = 0; i < size; i++) {
        mean[i] += (sum[i] / users - mean[i]) * MEAN_STEP;
      }
    }
  }

  /** The prior times the likelihood of a user's events, in natural parameters. */
  static final class Evidence {
    private final double[] precision;
    private final double[] weightedMean;

    private Evidence(double[] precision, double[] weightedMean) {
      this.precision = precision;
      this.weightedMean = weightedMean;
    }

    /**
     * @param item the item's vector
     * @param residual what the user's vector explains of the value, and noise
     */
    void add(double[] item, double residual, double noise) {
      Symmetric.addSquare(precision, item, 1 / noise);
      double y = residual / noise;
      for (int i = 0; i < item.length; i++) {
        weightedMean[i] += item[i] * y;
      }
    }

    UserPosterior posterior() {
      double[] covariance = Symmetric.inverse(precision, weightedMean.length);
      return new UserPosterior(Symmetric.multiply(covariance, weightedMean), covariance);
    }
  }
}
