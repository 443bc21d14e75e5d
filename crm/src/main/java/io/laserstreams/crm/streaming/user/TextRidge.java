package io.laserstreams.crm.streaming.user;

import java.nio.ByteBuffer;

/**
 * A user's own ridge regression of residuals on the items' text coordinates, updated by each event (Sherman, Morrison 1950).
 * Floats,
 * the inverse's lower half by rows: for 32 coordinates 2,240 bytes.
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
    float[] inverse = new float[size * (size + 1) / 2];
    for (int i = 0; i < size; i++) {
      inverse[i * (i + 1) / 2 + i] = 1 / PENALTY;
    }
    return new TextRidge(inverse, new float[size]);
  }

  static TextRidge read(ByteBuffer in) {
    float[] moments = new float[in.getShort()];
    float[] inverse = new float[moments.length * (moments.length + 1) / 2];
    for (int i = 0; i < moments.length; i++) {
      moments[i] = in.getFloat();
    }
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = in.getFloat();
    }
    return new TextRidge(inverse, moments);
  }

  int bytes() {
    return Short.BYTES + (moments.length + inverse.length) * Float.BYTES;
  }

  void write(ByteBuffer out) {
    out.putShort((short) moments.length);
    for (float number : moments) {
      out.putFloat(number);
    }
    for (float number : inverse) {
      out.putFloat(number);
    }
  }

  /** The residual to expect of an item, and how little is known of items like it. */
  public TasteFilter.Prediction predict(float[] coordinates) {
    double[] product = product(coordinates);
    double predicted = 0;
    double variance = 0;
    for (int i = 0; i < moments.length; i++) {
      predicted += product[i] * moments[i];
      variance += product[i] * coordinates[i];
    }
    return new TasteFilter.Prediction(predicted, variance);
  }

  private double[] product(float[] x) {
    double[] product = new double[x.length];
    for (int i = 0, at = 0; i < x.length; i++) {
      double sum = 0;
      for (int j = 0; j < i; j++, at++) {
        sum += inverse[at] * (double) x[j];
        product[j] += inverse[at] * (double) x[i];
      }
      product[i] += sum + inverse[at++] * (double) x[i];
    }
    return product;
  }

  void update(float[] x, double residual) {
    double[] product = product(x);
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
