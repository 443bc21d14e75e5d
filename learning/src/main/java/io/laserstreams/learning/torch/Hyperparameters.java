package io.laserstreams.learning.torch;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a model learns.
 *
 * @param learningRate the peak of the schedule
 * @param weightDecay of all parameters but embeddings
 * @param gradientNorm to which the gradient is clipped
 * @param averagedSteps how many steps, at most, a bundle's parameters are averaged over ({@link
 *     ParameterMean}); 0 for the parameters after the last step, which suit a schedule that ends
 *     near zero
 */
public record Hyperparameters(
    double learningRate,
    double weightDecay,
    double gradientNorm,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int averagedSteps) {
  /** Chosen on the validation part of MovieLens-1M. */
  public static final Hyperparameters DEFAULT = new Hyperparameters(3e-3, 0.01, 1, 0);

  public Hyperparameters {
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw new IllegalArgumentException(
          "the learning rate is " + learningRate + ", must be above 0 and at most 1");
    }
    if (averagedSteps < 0) {
      throw new IllegalArgumentException(
          "averagedSteps is " + averagedSteps + ", must be 0 or more");
    }
  }

  public Hyperparameters withLearningRate(double newLearningRate) {
    return new Hyperparameters(newLearningRate, weightDecay, gradientNorm, averagedSteps);
  }

  public Hyperparameters withAveragedSteps(int newAveragedSteps) {
    return new Hyperparameters(learningRate, weightDecay, gradientNorm, newAveragedSteps);
  }
}
