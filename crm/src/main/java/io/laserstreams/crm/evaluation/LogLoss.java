package io.laserstreams.crm.evaluation;

/** The negative log likelihood of an outcome. */
final class LogLoss {
  private LogLoss() {}

  /** Of one candidate, in nats. */
  static double of(double logit, boolean positive) {
    double margin = positive ? logit : -logit;
    return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
  }
}
