package io.laserstreams.crm.evaluation;

/**
 * What can be said of a model's predictions. Each is {@code NaN} where there is nothing to measure.
 */
public enum Measure {
  /**
   * Probability that a positive candidate has a higher logit than a negative one, whoever's they
   * are; ties count half.
   */
  AUC,
  /**
   * The same among the candidates of one user, averaged over users by their impressions (Zhou et
   * al. 2018, DIN). Users with positive or with negative candidates alone are left out, see {@link
   * Quality#usersLeftOut}.
   */
  GROUPED_AUC,
  /** Mean negative log likelihood of the outcomes, in nats. */
  LOG_LOSS,
  /**
   * Expected calibration error (Guo et al. 2017): mean distance between predicted probability and
   * share of positives in bins of equal width, by the candidates in them.
   */
  CALIBRATION_ERROR,
  /**
   * Normalised discounted cumulative gain of the first {@code k} (Järvelin, Kekäläinen 2002), mean
   * over slates of several candidates with a positive one. Of equal logits the negative candidate
   * comes first, so that a constant earns nothing.
   */
  NDCG,
  /** Share of the same slates that have a positive candidate among the first {@code k}. */
  HIT_RATE
}
