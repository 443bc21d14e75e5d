package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.StoredBytes;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A user's own ridge regression of residuals on the items' text coordinates, updated by each event
 * (Sherman, Morrison 1950). Floats, the inverse's lower half by rows: for 32 coordinates 2,240
 * bytes.
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
    float[] moments = new float[StoredBytes.count(in.getShort(), Float.BYTES, in)];
    float[] inverse =
        new float[StoredBytes.count(PackedSymmetric.length(moments.length), Float.BYTES, in)];
    Floats.read(in, moments);
    Floats.read(in, inverse);
    return new TextRidge(inverse, moments);
  }

  /** Numbers of a vector that it is of. */
  int size() {
    return moments.length;
  }

  int bytes() {
    return Short.BYTES + (moments.length + inverse.length) * Float.BYTES;
  }

  void write(ByteBuffer out) {
    out.putShort((short) moments.length);
    Floats.write(out, moments);
    Floats.write(out, inverse);
  }

  /**
   * The residual to expect of each item, and how little is known of items like it.
   *
   * @param items their coordinates, null for an item without; its prediction is null, too
   */
  public Prediction[] predict(List<float[]> items) {
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
