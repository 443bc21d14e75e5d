package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.streaming.factors.ItemFactors;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The belief about a user's bias and taste: a normal distribution over {@code 1 + k} numbers,
 * updated by each event as a Kalman filter whose observation matrix is the item's factors (Kalman
 * 1960; over the factors of Salakhutdinov, Mnih 2008). Tastes drift: the variances grow with each
 * event, and more after a pause.
 *
 * <p>Mean and covariance are floats, the covariance's lower half by rows: for k = 16 that is 680
 * bytes.
 */
public final class TasteFilter {
  private static final long PAUSE_MILLIS = 3_600_000;
  private static final long MIN_GAP_MILLIS = 1_000;

  private final float[] mean;
  private final float[] covariance;

  private TasteFilter(float[] mean, float[] covariance) {
    this.mean = mean;
    this.covariance = covariance;
  }

  /** The belief about an unknown user. */
  static TasteFilter of(ItemFactors factors) {
    return new TasteFilter(factors.priorMean(), factors.priorCovariance());
  }

  static TasteFilter read(ByteBuffer in) {
    var stored = VectorWithMatrix.read(in);
    return new TasteFilter(stored.vector(), stored.matrix());
  }

  /** The stored form, the covariance as {@link PackedSymmetric}. */
  VectorWithMatrix stored() {
    return new VectorWithMatrix(mean, covariance);
  }

  /**
   * What to expect of each item, on top of what is expected from an average user.
   *
   * @param items their factors, the first of which is 1
   * @param gapMillis since the user's newest event, 0 if there is none
   */
  public Prediction[] predict(List<float[]> items, long gapMillis) {
    float[] grown = covariance.clone();
    for (int i = 0, diagonal = 0; i < mean.length; i++, diagonal += i + 1) {
      grown[diagonal] += (float) drift(i, gapMillis);
    }
    return Prediction.of(mean, grown, items);
  }

  private static double drift(int number, long gapMillis) {
    if (gapMillis < MIN_GAP_MILLIS) {
      return 0;
    }
    boolean pause = gapMillis > PAUSE_MILLIS;
    return number == 0 ? pause ? 0.05 : 0.003 : pause ? 0.01 : 0.0005;
  }

  /** The user's bias. */
  public double bias() {
    return mean[0];
  }

  /** Covariance, grown over the gap, times the item's factors. */
  private double[] gain(float[] item, long gapMillis) {
    double[] gain = PackedSymmetric.times(covariance, item);
    for (int i = 0; i < gain.length; i++) {
      gain[i] += drift(i, gapMillis) * item[i];
    }
    return gain;
  }

  /**
   * Learns from an event.
   *
   * @param item its factors, the first of which is 1
   * @param observed the value minus what is expected of the item
   * @param noise variance of an observation
   * @param gapMillis since the event before, 0 if there is none
   */
  void update(float[] item, double observed, double noise, long gapMillis) {
    double[] gain = gain(item, gapMillis);
    double predicted = 0;
    double variance = noise;
    for (int i = 0; i < mean.length; i++) {
      predicted += item[i] * (double) mean[i];
      variance += item[i] * gain[i];
    }
    double surprise = (observed - predicted) / variance;
    for (int i = 0, at = 0; i < mean.length; i++) {
      mean[i] = (float) (mean[i] + gain[i] * surprise);
      double scaled = gain[i] / variance;
      for (int j = 0; j < i; j++, at++) {
        covariance[at] = (float) (covariance[at] - scaled * gain[j]);
      }
      covariance[at] = (float) (covariance[at] + drift(i, gapMillis) - scaled * gain[i]);
      at++;
    }
  }
}
