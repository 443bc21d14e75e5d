package io.laserstreams.learning.torch;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.KnowledgeSpace;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Fits a model's {@link KnowledgeSpace} to the knowledge vectors in its first batch: those of the
 * users, the candidates and the items in histories. Unless there are more vectors than the space is
 * wide, it stays a random projection.
 */
record KnowledgeSpaceFit(FeatureSpec spec, KnowledgeSpace space) {
  void fit(Parameters parameters, Collection<Slate> slates) {
    if (spec.itemEncoder() != null) {
      var items =
          slates.stream()
              .flatMap(
                  slate ->
                      Stream.concat(slate.historyItems().stream(), slate.candidates().stream()));
      fit(parameters, spec.itemEncoder(), items.distinct().map(ItemFeatures::knowledge));
    }
    if (spec.userEncoder() != null && !spec.userEncoder().equals(spec.itemEncoder())) {
      fit(parameters, spec.userEncoder(), slates.stream().map(slate -> slate.user().knowledge()));
    }
  }

  private void fit(Parameters parameters, FeatureSpec.Encoder encoder, Stream<float[]> knowledge) {
    List<float[]> vectors = knowledge.filter(Objects::nonNull).toList();
    int width = space.shape().spaceWidth();
    if (!space.maps(encoder) || vectors.size() <= width) {
      return;
    }
    PrincipalAxes axes = PrincipalAxes.of(vectors, width);
    double variance = 0;
    for (float along : axes.variances()) {
      variance += along / (double) width;
    }
    float[] weight = new float[encoder.dimensions() * width];
    float[] bias = new float[width];
    float[] stretch = new float[width];
    for (int axis = 0; axis < width; axis++) {
      for (int i = 0; i < encoder.dimensions(); i++) {
        float scaled = (float) (axes.axes()[axis][i] / Math.sqrt(variance));
        weight[i * width + axis] = scaled;
        bias[axis] -= scaled * axes.mean()[i];
      }
      stretch[axis] = (float) (Math.pow(axes.variances()[axis], -0.25) - 1);
    }
    parameters.set(KnowledgeSpace.weight(encoder), weight);
    parameters.set(KnowledgeSpace.bias(encoder), bias);
    if (parameters.asMap().containsKey(KnowledgeSpace.stretch(encoder))) {
      parameters.set(KnowledgeSpace.stretch(encoder), stretch);
    }
  }
}
