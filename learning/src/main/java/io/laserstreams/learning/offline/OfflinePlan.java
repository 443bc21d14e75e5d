package io.laserstreams.learning.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.torch.Hyperparameters;

/**
 * How to train offline.
 *
 * @param fraction of the training samples, drawn uniformly, above 0 and at most 1; with the same
 *     seed, a smaller fraction is a subset of a larger one
 * @param seed of the draw, the initial weights and the shuffling
 * @param batch samples in a step
 * @param window samples that are shuffled together; windows follow each other in the order of time
 * @param passes over the drawn samples
 * @param evaluations on the validation part in the course of the training
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

  /** Of MovieLens-1M, whose batch the default is. */
  private static final double SAMPLES_OF_DEFAULT_BATCH = 776_007;

  private static final double FEW = 0.2;
  private static final int MIN_WINDOWS = 4;
  private static final int MIN_STEPS = 20;
  private static final int MIN_BATCH = 16;

  public OfflinePlan {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "fraction is " + fraction + ", must be above 0 and at most 1");
    }
    if (batch < 1 || window < batch || evaluations < 1 || passes < 1) {
      throw new IllegalArgumentException(
          ("batch is %d, window is %d, passes is %d, evaluations is %d: each must be at least 1,"
                  + " and the window at least a batch")
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

  public OfflinePlan withWindow(int newWindow) {
    return new OfflinePlan(fraction, seed, batch, newWindow, passes, evaluations, hyper);
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
   * Fits the plan to a number of samples: the batch shrinks with the root of their number, to a
   * power of two, and far enough for some steps. On a tenth of MovieLens-1M a batch of 256 was
   * better than one of 1024.
   *
   * <p>A model that needs fitted factors learns each window with a fit from before it. It gets at
   * least four windows, because all of a single window would be learnt without factors.
   *
   * <p>A single pass over few samples evaluates its last point alone: four evaluations would take
   * longer than the training. Of several passes each is evaluated, because a model may have
   * memorised the samples before the last.
   *
   * @param samples number of training samples in the dataset
   * @param needsFactors whether the model needs fitted factors
   */
  public OfflinePlan fitted(int samples, boolean needsFactors) {
    double wanted = samples * fraction;
    double bySamples = DEFAULT.batch * Math.sqrt(wanted / SAMPLES_OF_DEFAULT_BATCH);
    int shrunk = 1 << Math.max(0, Math.round(Math.log(bySamples) / Math.log(2)));
    int steps = Integer.highestOneBit((int) Math.max(1, wanted / MIN_STEPS));
    int fitted = Math.min(batch, Math.max(MIN_BATCH, Math.min(shrunk, steps)));
    int shuffled = needsFactors ? (int) Math.min(window, Math.ceil(wanted / MIN_WINDOWS)) : window;
    return withBatch(fitted)
        .withWindow(Math.max(shuffled, fitted))
        .withEvaluations(passes == 1 && fraction <= FEW ? 1 : Math.max(evaluations, passes));
  }
}
