package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.TextSpace;
import io.laserstreams.learning.torch.PrincipalAxes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fits the space of knowledge vectors. */
final class TextSpaceFit {
  private TextSpaceFit() {}

  /**
   * The principal components of these vectors; null for fewer than two vectors.
   *
   * @param maxComponents of the space
   * @param maxCoordinates of the components, how many serve as coordinates
   */
  static @Nullable TextSpace fit(List<float[]> vectors, int maxComponents, int maxCoordinates) {
    if (vectors.size() < 2) {
      return null;
    }
    int kept = Math.min(maxComponents, Math.min(vectors.get(0).length, vectors.size() - 1));
    PrincipalAxes axes = PrincipalAxes.of(vectors, kept);
    float[] scales = new float[kept];
    for (int c = 0; c < kept; c++) {
      scales[c] = (float) Math.sqrt(axes.variances()[c]);
    }
    return new TextSpace(axes.mean(), axes.axes(), scales, Math.min(maxCoordinates, kept));
  }
}
