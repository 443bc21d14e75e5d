package io.laserstreams.tools.replay;

import io.laserstreams.learning.dataset.Impression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logits of the score topic compared with those of offline evaluation, sample by sample.
 *
 * @param missing samples that lack one of the two logits
 * @param worst the impression with the largest difference; null if nothing was compared
 * @param online logit of its worst candidate
 * @param offline logit of its worst candidate
 */
record LogitComparison(
    long compared,
    long missing,
    double maxDifference,
    @Nullable Impression worst,
    double online,
    double offline) {
  /** Maximum effect of float rounding; more is a difference between training and serving. */
  static final double TOLERANCE = 1e-5;

  /**
   * @param from first impression to compare
   * @param end first impression that is not compared
   * @param online logits of the candidates by impression; null without a score
   * @param offline logits of the candidates by impression id
   */
  static LogitComparison of(
      List<Impression> impressions,
      int from,
      int end,
      double[] @Nullable [] online,
      Map<String, double[]> offline) {
    long compared = 0;
    long missing = 0;
    double max = 0;
    int worst = -1;
    double worstOnline = 0;
    double worstOffline = 0;
    for (int i = from; i < end; i++) {
      if (!impressions.get(i).isSample()) {
        continue;
      }
      double[] scored = online[i];
      double[] expected = offline.get(impressions.get(i).id());
      if (expected == null || scored == null || expected.length != scored.length) {
        missing++;
        continue;
      }
      compared++;
      for (int c = 0; c < expected.length; c++) {
        double difference = Math.abs(scored[c] - expected[c]);
        if (!(difference <= max) || worst < 0) {
          max = difference;
          worst = i;
          worstOnline = scored[c];
          worstOffline = expected[c];
        }
      }
    }
    return worst < 0
        ? new LogitComparison(0, missing, 0, null, 0, 0)
        : new LogitComparison(
            compared, missing, max, impressions.get(worst), worstOnline, worstOffline);
  }

  boolean holds() {
    return compared > 0 && missing == 0 && maxDifference <= TOLERANCE;
  }

  /** For people, without a full stop. */
  String describe() {
    if (worst == null) {
      return "No sample could be compared, " + missing + " lack one of the two logits";
    }
    return "Largest difference "
        + maxDifference
        + " over "
        + compared
        + " samples ("
        + missing
        + " not compared), at impression "
        + worst.id()
        + ": online "
        + online
        + ", offline "
        + offline;
  }
}
