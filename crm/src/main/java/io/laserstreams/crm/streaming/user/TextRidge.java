package io.laserstreams.crm.streaming.user;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's own ridge regression of residuals on the items' text coordinates, updated by each event
 * (Sherman, Morrison 1950). Floats, the inverse's lower half by rows: 2,240 bytes for 32
 * coordinates.
 */
public final class TextRidge {
  private static final float PENALTY = 150;

  private final float[] inverse;
  private final float[] moments;

  private TextRidge(float[] inverse, float[] moments) {
    this.inverse = inverse;
    this.moments = moments;
  }

  static TextRidge of(int size) {
    float[] inverse = new float[PackedSymmetric.length(size)];
    for (int i = 0; i < size; i++) {
      inverse[i * (i + 1) / 2 + i] = 1 / PENALTY;
    }
    return new TextRidge(inverse, new float[size]);
  }

  static TextRidge read(ByteBuffer in) {
    var stored = VectorWithMatrix.read(in);
    return new TextRidge(stored.matrix(), stored.vector());
  }

  /** The stored form, the inverse as {@link PackedSymmetric}. */
  VectorWithMatrix stored() {
    return new VectorWithMatrix(moments, inverse);
  }

  /**
   * The residual to expect of each item, and how little is known about similar items.
   *
   * @param items their coordinates; null for an item without, which is not predicted
   */
  public Prediction[] predict(List<? extends float @Nullable []> items) {
    double[] product = PackedSymmetric.times(inverse, moments);
    float[] weights = new float[product.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) product[i];
    }
    return Prediction.of(weights, inverse, items);
  }

  void update(float[] x, double residual) {
    double[] product = PackedSymmetric.times(inverse, x);
    double scale = 1;
    for (int i = 0; i < x.length; i++) {
      scale += product[i] * x[i];
    }
    for (int i = 0, at = 0; i < x.length; i++) {
      double scaled = product[i] / scale;
      for (int j = 0; j <= i; j++, at++) {
        inverse[at] = (float) (inverse[at] - scaled * product[j]);
      }
      moments[i] = (float) (moments[i] + x[i] * residual);
    }
  }
}
