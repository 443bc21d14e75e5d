package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.worker.encoder.EncoderRegistry;

/**
 * Which model to train.
 *
 * @param model {@code NAME[:KNOWLEDGE[:SIDE[:ADAPTER]]]}
 * @param knowledge false to train without knowledge, whatever {@code model} says
 * @param encoder id of the encoder of knowledge texts
 */
public record ModelOptions(String model, boolean knowledge, String encoder) {
  /** Target attention with knowledge of items. */
  public static final ModelOptions DEFAULT =
      new ModelOptions(Models.TARGET_ATTENTION, true, EncoderRegistry.DEFAULT_ENCODER);

  public ModelOptions {
    requireNonNull(model, "model is null");
    requireNonNull(encoder, "encoder is null");
  }

  /**
   * @throws IllegalArgumentException naming what is unknown and what there is instead
   */
  ModelChoice choice() {
    ModelChoice choice =
        ModelChoice.parse(model, ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.ITEM));
    return knowledge ? choice : choice.withKnowledge(ModelChoice.Knowledge.NONE);
  }
}
