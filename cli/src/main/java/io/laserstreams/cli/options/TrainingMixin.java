package io.laserstreams.cli.options;

import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.runtime.failure.UserException;
import picocli.CommandLine.Option;

/** How to train one model. */
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

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Peak learning rate (default: 0.003); reproduce chooses one for each model.")
  private double learningRate = OfflinePlan.DEFAULT.hyper().learningRate();

  @Option(
      names = "--passes",
      paramLabel = "N",
      description =
          "Passes over the training samples (default: ${DEFAULT-VALUE}); reproduce chooses this"
              + " number, too.")
  private int passes = OfflinePlan.DEFAULT.passes();

  /**
   * @throws UserException naming the value that is out of bounds
   */
  public OfflinePlan plan() {
    try {
      return OfflinePlan.DEFAULT
          .withFraction(fraction)
          .withSeed(seed)
          .withPasses(passes)
          .withHyper(OfflinePlan.DEFAULT.hyper().withLearningRate(learningRate));
    } catch (IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }
}
