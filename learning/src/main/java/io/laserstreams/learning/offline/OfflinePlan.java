package io.laserstreams.learning.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.torch.Hyperparameters;

/**
 * How to train offline.
 *
 * @param fraction of the training samples, drawn uniformly, above 0 and at most 1; with one seed,
 *     fewer are a part of more
 * @param seed of the drawing, the model's start and the shuffling
 * @param batch samples a step
 * @param window samples that are shuffled among each other; windows follow each other in the order
 *     of time
 * @param passes over the drawn samples
 * @param evaluations how often in the course of the training the validation part is looked at
 * @param hyper how the model learns
 */
public record OfflinePlan(
    double fraction,
    long seed,
    int batch,
    int window,
    int passes,
    int evaluations,
    Hyperparameters hyper) {
  /** Chosen on the validation part of MovieLens-1M. */
  public static final OfflinePlan DEFAULT =
      new OfflinePlan(1, 1, 1024, 50_000, 1, 4, Hyperparameters.DEFAULT);

  private static final int FEWEST_FITS = 4;
  private static final int FEWEST_STEPS = 20;
  private static final int SMALLEST_BATCH = 16;

  public OfflinePlan {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "fraction is " + fraction + ", must be above 0 and at most 1");
    }
    if (batch < 1 || window < batch || evaluations < 1 || passes < 1) {
      throw new IllegalArgumentException(
          "batch is %d, window is %d, passes is %d, evaluations is %d: each must be at least 1, the window at least a batch"
              .formatted(batch, window, passes, evaluations));
    }
    requireNonNull(hyper, "hyper is null");
  }

  public OfflinePlan withFraction(double newFraction) {
    return new OfflinePlan(newFraction, seed, batch, window, passes, evaluations, hyper);
  }

  public OfflinePlan withSeed(long newSeed) {
    return new OfflinePlan(fraction, newSeed, batch, window, passes, evaluations, hyper);
  }

  public OfflinePlan withBatch(int newBatch) {
    return new OfflinePlan(fraction, seed, newBatch, window, passes, evaluations, hyper);
  }

  public OfflinePlan withPasses(int newPasses) {
    return new OfflinePlan(fraction, seed, batch, window, newPasses, evaluations, hyper);
  }

  public OfflinePlan withEvaluations(int newEvaluations) {
    return new OfflinePlan(fraction, seed, batch, window, passes, newEvaluations, hyper);
  }

  public OfflinePlan withHyper(Hyperparameters newHyper) {
    return new OfflinePlan(fraction, seed, batch, window, passes, evaluations, newHyper);
  }

  /**
   * The plan for so many samples: the batch shrinks with the root of the fraction, to a power of
   * two, and as far as it takes for some steps. On a tenth of MovieLens-1M a batch of 256 was
   * better than one of 1024.
   *
   * <p>A model that needs a basis learns each window with a fit from before it. Few samples in one
   * window would all be learnt without: it has at least four windows.
   *
   * @param samples how many training samples the dataset has
   * @param needsBasis whether the model does
   */
  public OfflinePlan fitted(int samples, boolean needsBasis) {
    double wanted = samples * fraction;
    double byFraction = Math.log(batch * Math.sqrt(fraction)) / Math.log(2);
    int shrunk = 1 << Math.round(byFraction);
    int steps =
        Math.max(SMALLEST_BATCH, Integer.highestOneBit((int) Math.max(1, wanted / FEWEST_STEPS)));
    int fitted = Math.min(batch, Math.min(shrunk, steps));
    int shuffled = needsBasis ? (int) Math.min(window, Math.ceil(wanted / FEWEST_FITS)) : window;
    return new OfflinePlan(
        fraction, seed, fitted, Math.max(shuffled, fitted), passes, evaluations, hyper);
  }
}
