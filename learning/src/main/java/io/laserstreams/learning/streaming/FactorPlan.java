package io.laserstreams.learning.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.streaming.factors.FittedFactors;
import org.jspecify.annotations.Nullable;

/**
 * Which fitted factors features are computed with.
 *
 * @param pinned the factors to use from start to end; null to fit
 * @param fits in the course of the whole dataset, evenly spread, each to what came before it
 * @param throughout whether fits continue after the training part; otherwise the last one is at its
 *     end
 */
public record FactorPlan(@Nullable FittedFactors pinned, int fits, boolean throughout) {
  private static final int FITS = 20;

  /** As for a model that is trained on the whole training part and then released. */
  public static final FactorPlan UNTIL_VALIDATION = new FactorPlan(null, FITS, false);

  /** As for a trainer that continues to fit. */
  public static final FactorPlan THROUGHOUT = new FactorPlan(null, FITS, true);

  public FactorPlan {
    if (pinned == null && fits < 1) {
      throw new IllegalArgumentException("fits is " + fits + ", must be at least 1");
    }
  }

  /** A bundle's own factors. */
  public static FactorPlan pinned(FittedFactors factors) {
    return new FactorPlan(requireNonNull(factors, "factors is null"), 0, false);
  }
}
