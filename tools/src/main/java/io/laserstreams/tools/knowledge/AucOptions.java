package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.runtime.failure.UserException;

/**
 * Which model shows what knowledge is worth.
 *
 * @param model name of the backbone, which reads what is known about users
 * @param fraction of the training samples
 * @param seeds how many, from 1 on
 * @param threads threads that learn
 */
public record AucOptions(String model, double fraction, int seeds, int threads) {
  /**
   * @throws UserException naming what is out of bounds
   */
  public AucOptions {
    requireNonNull(model, "model is null");
    if (seeds < 1) {
      throw new UserException("--seeds is " + seeds + ", must be at least 1");
    }
    try {
      ModelChoice.parse(model);
      OfflinePlan.DEFAULT.withFraction(fraction);
    } catch (IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }
}
