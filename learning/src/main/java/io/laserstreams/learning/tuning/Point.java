package io.laserstreams.learning.tuning;

import io.laserstreams.learning.offline.OfflinePlan;

/**
 * What is chosen for each model.
 *
 * @param learningRate the peak of the schedule
 * @param passes over the training samples
 */
public record Point(double learningRate, int passes) {
  /** The point of a plan. */
  public static Point of(OfflinePlan plan) {
    return new Point(plan.hyper().learningRate(), plan.passes());
  }

  /** A plan with this point. */
  public OfflinePlan in(OfflinePlan plan) {
    return plan.withHyper(plan.hyper().withLearningRate(learningRate)).withPasses(passes);
  }

  Point withLearningRate(double newLearningRate) {
    return new Point(newLearningRate, passes);
  }

  Point withPasses(int newPasses) {
    return new Point(learningRate, newPasses);
  }

  @Override
  public String toString() {
    return "learning rate %s, %d %s"
        .formatted(learningRate, passes, passes == 1 ? "pass" : "passes");
  }
}
