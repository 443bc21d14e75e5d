package io.laserstreams.trainer.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.trainer.torch.Hyperparameters;

/**
 * How to train offline.
 *
 * @param fraction of the training samples, drawn uniformly, above 0 and at most 1
 * @param seed of the drawing, the model's start and the shuffling
 * @param batch samples a step
 * @param window samples that are shuffled among each other; windows follow each other in the order of time
 * @param evaluations how often in the course of the training the validation part is looked at
 * @param hyper how the model learns
 */
public record OfflinePlan(double fraction, long seed, int batch, int window, int evaluations, Hyperparameters hyper) {
  /** Chosen on the validation part of MovieLens-1M. */
  public static final OfflinePlan DEFAULT = new OfflinePlan(1, 1, 1024, 50_000, 4, Hyperparameters.DEFAULT);

  public OfflinePlan {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction is " + fraction + ", must be above 0 and at most 1");
    }
    if (batch < 1 || window < batch || evaluations < 1) {
      throw new IllegalArgumentException(
          "batch is %d, window is %d, evaluations is %d: each must be at least 1, the window at least a batch"
              .formatted(batch, window, evaluations));
    }
    requireNonNull(hyper, "hyper is null");
  }

  public OfflinePlan withFraction(double newFraction) {
    return new OfflinePlan(newFraction, seed, batch, window, evaluations, hyper);
  }

  public OfflinePlan withSeed(long newSeed) {
    return new OfflinePlan(fraction, newSeed, batch, window, evaluations, hyper);
  }

  public OfflinePlan withBatch(int newBatch) {
    return new OfflinePlan(fraction, seed, newBatch, window, evaluations, hyper);
  }
}
