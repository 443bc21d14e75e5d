package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.TextSpace;
import io.laserstreams.learning.torch.PrincipalAxes;
import java.util.List;

/** Finds the space of knowledge vectors. */
final class TextSpaceFit {
  private TextSpaceFit() {}

  /**
   * The space of these vectors; null where there are too few.
   *
   * @param components how many, at most
   * @param coordinates how many of them are coordinates, at most
   */
  static TextSpace fit(List<float[]> vectors, int components, int coordinates) {
    if (vectors.size() < 2) {
      return null;
    }
    int kept = Math.min(components, Math.min(vectors.get(0).length, vectors.size() - 1));
    PrincipalAxes found = PrincipalAxes.of(vectors, kept);
    float[] scales = new float[kept];
    for (int c = 0; c < kept; c++) {
      scales[c] = (float) Math.sqrt(found.variances()[c]);
    }
    return new TextSpace(found.mean(), found.axes(), scales, Math.min(coordinates, kept));
  }
}
