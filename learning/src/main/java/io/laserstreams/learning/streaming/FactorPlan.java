package io.laserstreams.learning.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.streaming.factors.FittedFactors;

/**
 * Which basis features are seen through.
 *
 * @param pinned this one from the start to the end; null to fit
 * @param fits how many fits in the course of the whole dataset, evenly spread, each to what came
 *     before it
 * @param throughout whether they go on after the training part; else its end has the last one
 */
public record FactorPlan(FittedFactors pinned, int fits, boolean throughout) {
  private static final int FITS = 20;

  /** A model that was trained on all of the training part and released then. */
  public static final FactorPlan UNTIL_VALIDATION = new FactorPlan(null, FITS, false);

  /** A trainer that goes on fitting. */
  public static final FactorPlan THROUGHOUT = new FactorPlan(null, FITS, true);

  public FactorPlan {
    if (pinned == null && fits < 1) {
      throw new IllegalArgumentException("fits is " + fits + ", must be at least 1");
    }
  }

  /** A bundle's own. */
  public static FactorPlan pinned(FittedFactors basis) {
    return new FactorPlan(requireNonNull(basis, "basis is null"), 0, false);
  }
}
