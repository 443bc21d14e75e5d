package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;

/**
 * A model as rows and reports name it.
 *
 * @param model the backbone
 * @param knowledge none, item, user or both
 * @param side where item knowledge enters, none without it
 * @param adapter of the knowledge, none without it
 */
public record ModelLabel(String model, String knowledge, String side, String adapter) {
  private static final String NONE = "none";

  public ModelLabel {
    requireNonNull(model, "model is null");
  }

  static ModelLabel of(ModelChoice choice) {
    boolean knows = choice.knowledge() != ModelChoice.Knowledge.NONE;
    return new ModelLabel(
        choice.name(),
        choice.knowledge().toString(),
        choice.knowledge().ofItems() ? choice.side().toString() : NONE,
        knows ? choice.adapter().toString() : NONE);
  }

  /** A model without knowledge. */
  static ModelLabel withoutKnowledge(String model) {
    return new ModelLabel(model, NONE, NONE, NONE);
  }

  boolean hasKnowledge() {
    return !knowledge.equals(NONE);
  }

  boolean hasSide() {
    return !side.equals(NONE);
  }

  boolean hasAdapter() {
    return !adapter.equals(NONE);
  }
}
