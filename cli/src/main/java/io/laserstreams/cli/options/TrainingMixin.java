package io.laserstreams.cli.options;

import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.runtime.failure.UserException;
import picocli.CommandLine.Option;

/** How to train one model, besides what is chosen. */
public final class TrainingMixin {
  @Option(
      names = "--fraction",
      paramLabel = "F",
      description = "Share of the training samples, drawn by the seed (default: 1).")
  private double fraction = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  /**
   * @throws UserException naming the value that is out of bounds
   */
  public OfflinePlan plan() {
    try {
      return OfflinePlan.DEFAULT.withFraction(fraction).withSeed(seed);
    } catch (IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }
}
