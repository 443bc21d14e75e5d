package io.laserstreams.trainer.torch;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.model.KnowledgeSpace;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Fits a model's {@link KnowledgeSpace} to the knowledge in its first batch: what the users of its slates and all items in them, in
 * histories as well, are known by. With fewer vectors than the space is wide it stays a random projection.
 */
record SpaceFit(FeatureSpec spec, KnowledgeSpace space) {
  void fit(Parameters parameters, Collection<Slate> slates) {
    if (spec.itemEncoder() != null) {
      var items = slates.stream().flatMap(slate -> Stream.concat(slate.historyItems().stream(), slate.candidates().stream()));
      fit(parameters, spec.itemEncoder(), items.distinct().map(ItemFeatures::knowledge));
    }
    if (spec.userEncoder() != null && !spec.userEncoder().equals(spec.itemEncoder())) {
      fit(parameters, spec.userEncoder(), slates.stream().map(slate -> slate.user().knowledge()));
    }
  }

  private void fit(Parameters parameters, FeatureSpec.Encoder encoder, Stream<float[]> knowledge) {
    float[][] vectors = knowledge.filter(Objects::nonNull).toArray(float[][]::new);
    int width = space.shape().spaceWidth();
    if (!space.maps(encoder) || vectors.length <= width) {
      return;
    }
    int size = encoder.dimensions();
    float[] flat = new float[vectors.length * size];
    for (int i = 0; i < vectors.length; i++) {
      System.arraycopy(vectors[i], 0, flat, i * size, size);
    }
    try (var scope = new PointerScope()) {
      Tensor x = Tensors.copyOf(flat, vectors.length, size);
      Tensor mean = x.mean(new long[] {0});
      Tensor centred = x.sub(mean);
      Tensor covariance = torch.matmul(centred.t(), centred).div(new Scalar((double) vectors.length));
      var eigen = torch.linalg_eigh(covariance);
      // Ascending: the principal axes come last.
      Tensor variances = eigen.get0().narrow(0, size - width, width).clamp_min(new Scalar(1e-9));
      Tensor unit = eigen.get1().narrow(1, size - width, width).mul(variances.mean().pow(new Scalar(-0.5)));
      parameters.set(KnowledgeSpace.weight(encoder), unit);
      parameters.set(KnowledgeSpace.bias(encoder), torch.matmul(mean, unit).neg());
      if (parameters.asMap().containsKey(KnowledgeSpace.stretch(encoder))) {
        parameters.set(KnowledgeSpace.stretch(encoder), variances.pow(new Scalar(-0.25)).sub(new Scalar(1.0)));
      }
    }
  }
}
