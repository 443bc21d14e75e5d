package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.learning.offline.OfflinePlan;

/**
 * One training of the grid.
 *
 * @param choice the model
 * @param plan how it learns, from which share of the samples, with which seed
 * @param reading which streaming features it reads
 */
record Variant(ModelChoice choice, OfflinePlan plan, FeatureReading reading) {
  Variant {
    requireNonNull(choice, "choice is null");
    requireNonNull(plan, "plan is null");
    requireNonNull(reading, "reading is null");
  }

  /** Without streaming features. */
  Variant(ModelChoice choice, OfflinePlan plan) {
    this(choice, plan, FeatureReading.NONE);
  }

  Variant withPlan(OfflinePlan newPlan) {
    return new Variant(choice, newPlan, reading);
  }

  ModelLabel label() {
    return ModelLabel.of(choice);
  }

  double fraction() {
    return plan.fraction();
  }

  @Override
  public String toString() {
    ModelLabel label = label();
    String with =
        label.hasKnowledge()
            ? " + %s knowledge (%s, %s)".formatted(label.knowledge(), label.side(), label.adapter())
            : "";
    String features = reading.any() ? " + features (" + reading + ")" : "";
    return "%s%s%s, %s of the samples, seed %d"
        .formatted(label.model(), with, features, FigureFormat.percent(fraction()), plan.seed());
  }
}
