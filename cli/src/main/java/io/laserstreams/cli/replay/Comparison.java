package io.laserstreams.cli.replay;

import java.util.List;
import java.util.Map;

/** Logits of the score topic beside those of offline evaluation, sample by sample. */
record Comparison(long compared, long missing, double maxDifference, Play worst, double online, double offline) {
  /** What float rounding may do; more is a difference between training and serving. */
  static final double TOLERANCE = 1e-5;

  /**
   * @param from first play to look at
   * @param played plays from here on are not looked at
   * @param online logit by play, NaN where there is none
   * @param offline logit by impression id
   */
  static Comparison of(List<Play> plays, int from, int played, double[] online, Map<String, Double> offline) {
    long compared = 0;
    long missing = 0;
    double max = 0;
    int worst = -1;
    for (int i = from; i < played; i++) {
      if (!Tape.isSample(plays.get(i))) {
        continue;
      }
      Double other = offline.get(plays.get(i).impressionId());
      if (other == null || Double.isNaN(other) || Double.isNaN(online[i])) {
        missing++;
        continue;
      }
      compared++;
      double difference = Math.abs(online[i] - other);
      if (difference > max || worst < 0) {
        max = difference;
        worst = i;
      }
    }
    return worst < 0 ? new Comparison(0, missing, 0, null, 0, 0)
        : new Comparison(compared, missing, max, plays.get(worst), online[worst], offline.get(plays.get(worst).impressionId()));
  }

  boolean holds() {
    return compared > 0 && missing == 0 && maxDifference <= TOLERANCE;
  }

  /** One sentence for people. */
  String describe() {
    if (compared == 0) {
      return "No sample could be compared, " + missing + " lack one of the two logits";
    }
    return "Largest difference " + maxDifference + " over " + compared + " samples (" + missing + " not compared), at impression "
        + worst.impressionId() + ": online " + online + ", offline " + offline;
  }
}
