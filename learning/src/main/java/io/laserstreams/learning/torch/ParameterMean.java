package io.laserstreams.learning.torch;

import io.laserstreams.crm.model.Weights;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The mean of a model's parameters over the newest steps: with a learning rate that never falls,
 * each step is off by chance, their mean much less (Polyak, Juditsky 1992). Steps fade
 * exponentially; the mean is over about the last tenth of all steps, so that it forgets the
 * untrained model, and over at most a given number.
 */
final class ParameterMean implements AutoCloseable {
  private static final long PART = 10;

  private final Parameters mean;
  private final int steps;

  /**
   * @param start the mean so far
   * @param steps that the mean is over at most, at least 1
   */
  ParameterMean(Weights start, int steps) {
    this.mean = new Parameters(start);
    this.steps = steps;
  }

  /**
   * Takes in the parameters after a step.
   *
   * @param taken steps so far, this one included
   */
  void add(Parameters parameters, long taken) {
    double weight = 1.0 / Math.max(1, Math.min(steps, taken / PART));
    try (var scope = new PointerScope();
        var noGradients = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> parameter : parameters.asMap().entrySet()) {
        mean.get(parameter.getKey()).lerp_(parameter.getValue(), new Scalar(weight));
      }
    }
  }

  Parameters parameters() {
    return mean;
  }

  @Override
  public void close() {
    mean.close();
  }
}
