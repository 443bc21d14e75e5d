package io.laserstreams.crm.evaluation;

/** A measure of a model's predictions, {@code NaN} if there is nothing to measure. */
public enum Measure {
  /**
   * Probability that a positive candidate has a higher logit than a negative one, across all users;
   * ties count half.
   */
  AUC,
  /**
   * The same among the candidates of one user, averaged over users by their impressions (Zhou et
   * al. 2018, DIN). Users with candidates of one class only are left out, see {@link
   * Quality#usersLeftOut}.
   */
  GROUPED_AUC,
  /** Mean negative log likelihood of the outcomes, in nats. */
  LOG_LOSS,
  /**
   * Expected calibration error (Guo et al. 2017): mean distance between predicted probability and
   * share of positives in bins of equal width, weighted by the candidates in them.
   */
  CALIBRATION_ERROR,
  /**
   * Normalised discounted cumulative gain of the first {@code k} (Järvelin, Kekäläinen 2002),
   * averaged over slates of several candidates with a positive one. Among equal logits negative
   * candidates come first, so that a constant earns nothing.
   */
  NDCG,
  /**
   * Share of these slates with a positive candidate among the first {@code k}, of those with more
   * than {@code k} candidates: in shorter slates every candidate is among the first.
   */
  HIT_RATE
}
