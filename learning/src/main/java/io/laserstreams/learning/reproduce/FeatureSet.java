package io.laserstreams.learning.reproduce;

/**
 * What a model reads besides its usual fields. Hyper-parameters are chosen once for each: more
 * inputs are learnt at other rates.
 *
 * @param model name of the backbone
 * @param knowledge whether it reads knowledge
 * @param features whether it reads streaming features
 */
public record FeatureSet(String model, boolean knowledge, boolean features) {
  static FeatureSet of(Variant variant) {
    return new FeatureSet(
        variant.choice().name(), variant.label().hasKnowledge(), variant.reading().any());
  }

  static FeatureSet of(ResultRow row) {
    return new FeatureSet(row.label().model(), row.label().hasKnowledge(), row.reading().any());
  }

  @Override
  public String toString() {
    return model + (knowledge ? " + knowledge" : "") + (features ? " + features" : "");
  }
}
