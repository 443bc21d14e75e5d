package io.laserstreams.learning.factors;

/** The variance of what items and users leave unexplained, with the users' own uncertainty. */
final class ResidualVariance {
  /** The interval between the measured events of a user. */
  static final int EVERY = 4;

  private static final double MIN = 0.05;

  private double sum;
  private long measured;

  /**
   * @param residual what the user's vector explains of the value, and noise
   */
  void add(double[] item, double residual, UserPosterior user) {
    double[] gain = Symmetric.multiply(user.covariance(), item);
    double error = residual;
    for (int i = 0; i < item.length; i++) {
      error -= item[i] * user.mean()[i];
      sum += item[i] * gain[i];
    }
    sum += error * error;
    measured++;
  }

  double variance() {
    return Math.max(MIN, sum / measured);
  }
}
