package io.laserstreams.cli.demo;

import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;

/**
 * What a demo shall do.
 *
 * @param length how long traffic flows
 * @param seed seed of the world
 * @param rate impressions a second
 * @param knowledge false to leave knowledge out: its apps are not started and the model has no
 *     encoder
 * @param features false to leave streaming features out: the model learns from the history alone
 * @param freezeTrainer true to stop the trainer once its first model is released
 */
public record DemoOptions(
    Duration length,
    long seed,
    double rate,
    boolean knowledge,
    boolean features,
    boolean freezeTrainer) {
  public DemoOptions {
    if (length.isNegative() || length.isZero()) {
      throw new UserException("--minutes must be above 0, but is " + length.toMillis() / 60_000.0);
    }
    if (!(rate > 0 && rate <= 10_000)) {
      throw new UserException(
          "--rate must be above 0 and at most 10000 impressions a second, but is " + rate);
    }
  }
}
