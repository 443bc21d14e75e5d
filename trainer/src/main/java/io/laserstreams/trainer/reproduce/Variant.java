package io.laserstreams.trainer.reproduce;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.trainer.torch.Hyperparameters;

/**
 * One training of the grid.
 *
 * @param choice the model
 * @param fraction of the training samples
 * @param seed of the drawing, the model's start and the shuffling
 * @param hyper how it learns
 */
public record Variant(ModelChoice choice, double fraction, long seed, Hyperparameters hyper) {
  /** In place of an adapter where there is no knowledge to adapt. */
  static final String NO_ADAPTER = "none";

  /** Whose knowledge, as rows name it. */
  public String knowledge() {
    return choice.knowledge().toString();
  }

  /** The adapter, as rows name it. */
  public String adapter() {
    return choice.knowledge() == ModelChoice.Knowledge.NONE ? NO_ADAPTER : choice.adapter().toString();
  }

  @Override
  public String toString() {
    String with = choice.knowledge() == ModelChoice.Knowledge.NONE ? "" : " + " + knowledge() + " knowledge (" + adapter() + ")";
    return "%s%s, %s of the samples, seed %d".formatted(choice.name(), with, Texts.percent(fraction), seed);
  }
}
