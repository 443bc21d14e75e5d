package io.laserstreams.trainer.torch;

/**
 * How a model learns.
 *
 * @param learningRate the peak of the schedule
 * @param weightDecay of all but embeddings
 * @param gradientNorm at which the gradient is clipped
 */
public record Hyperparameters(double learningRate, double weightDecay, double gradientNorm) {
  /** Chosen on the validation part of MovieLens-1M. */
  public static final Hyperparameters DEFAULT = new Hyperparameters(3e-3, 0.01, 1);
}
