package io.laserstreams.learning.torch;

import io.laserstreams.crm.model.Weights;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The mean of a model's parameters over the newest steps. At a learning rate that never falls, each
 * step carries noise, which averages out (Polyak, Juditsky 1992). Steps fade exponentially; the
 * mean covers about the last tenth of all steps, so that it forgets the untrained model, up to a
 * given number.
 */
final class ParameterMean implements AutoCloseable {
  /** Steps taken for each step that the mean covers. */
  private static final long STEPS_PER_AVERAGED = 10;

  private final Parameters mean;
  private final int maxSteps;

  /**
   * @param start the mean so far
   * @param maxSteps that the mean covers, at least 1
   */
  ParameterMean(Weights start, int maxSteps) {
    this.mean = new Parameters(start);
    this.maxSteps = maxSteps;
  }

  /**
   * Adds the parameters after a step.
   *
   * @param taken steps so far, including this one
   */
  void add(Parameters parameters, long taken) {
    double weight = 1.0 / Math.max(1, Math.min(maxSteps, taken / STEPS_PER_AVERAGED));
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
