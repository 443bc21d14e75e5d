package io.laserstreams.tools.replay;

import io.laserstreams.learning.dataset.Impression;
import java.util.List;
import java.util.Map;

/** Logits of the score topic beside those of offline evaluation, sample by sample. */
record LogitComparison(
    long compared,
    long missing,
    double maxDifference,
    Impression worst,
    double online,
    double offline) {
  /** What float rounding may do; more is a difference between training and serving. */
  static final double TOLERANCE = 1e-5;

  /**
   * @param from first play to look at
   * @param played plays from here on are not looked at
   * @param online logits of the candidates by play, null where there are none
   * @param offline logits of the candidates by impression id
   */
  static LogitComparison of(
      List<Impression> plays,
      int from,
      int played,
      double[][] online,
      Map<String, double[]> offline) {
    long compared = 0;
    long missing = 0;
    double max = 0;
    int worst = -1;
    int worstCandidate = 0;
    for (int i = from; i < played; i++) {
      if (!plays.get(i).isSample()) {
        continue;
      }
      double[] other = offline.get(plays.get(i).id());
      if (other == null || online[i] == null || other.length != online[i].length) {
        missing++;
        continue;
      }
      compared++;
      for (int c = 0; c < other.length; c++) {
        double difference = Math.abs(online[i][c] - other[c]);
        if (!(difference <= max) || worst < 0) {
          max = difference;
          worst = i;
          worstCandidate = c;
        }
      }
    }
    return worst < 0
        ? new LogitComparison(0, missing, 0, null, 0, 0)
        : new LogitComparison(
            compared,
            missing,
            max,
            plays.get(worst),
            online[worst][worstCandidate],
            offline.get(plays.get(worst).id())[worstCandidate]);
  }

  boolean holds() {
    return compared > 0 && missing == 0 && maxDifference <= TOLERANCE;
  }

  /** One sentence for people. */
  String describe() {
    if (compared == 0) {
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
