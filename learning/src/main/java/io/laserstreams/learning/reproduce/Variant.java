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
public record Variant(ModelChoice choice, OfflinePlan plan, FeatureReading reading) {
  /** In place of an adapter and a side where there is no knowledge. */
  static final String NONE = "none";

  public Variant {
    requireNonNull(choice, "choice is null");
    requireNonNull(plan, "plan is null");
    requireNonNull(reading, "reading is null");
  }

  /** Without streaming features. */
  Variant(ModelChoice choice, OfflinePlan plan) {
    this(choice, plan, FeatureReading.NONE);
  }

  double fraction() {
    return plan.fraction();
  }

  /** Whose knowledge, as rows name it. */
  public String knowledge() {
    return choice.knowledge().toString();
  }

  boolean knows() {
    return choice.knowledge() != ModelChoice.Knowledge.NONE;
  }

  /** The adapter, as rows name it. */
  public String adapter() {
    return knows() ? choice.adapter().toString() : NONE;
  }

  /** Where item knowledge enters, as rows name it. */
  public String side() {
    return choice.knowledge().ofItems() ? choice.side().toString() : NONE;
  }

  @Override
  public String toString() {
    String with =
        knows() ? " + %s knowledge (%s, %s)".formatted(knowledge(), side(), adapter()) : "";
    String features = reading.reads() ? " + features (" + reading + ")" : "";
    return "%s%s%s, %s of the samples, seed %d"
        .formatted(choice.name(), with, features, FigureFormat.percent(fraction()), plan.seed());
  }
}
