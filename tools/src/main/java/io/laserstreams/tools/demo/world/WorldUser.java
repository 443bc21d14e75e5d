package io.laserstreams.tools.demo.world;

import java.util.Map;

/**
 * A user as everybody sees them, and their hidden taste.
 *
 * @param profile hints at the taste
 * @param taste hidden taste at the start, unit length
 * @param turnsTo where the taste drifts to, unit length, orthogonal to {@code taste}
 */
public record WorldUser(
    String userId, Map<String, String> profile, double[] taste, double[] turnsTo) {
  /** The taste after it has turned by {@code angle} radians. */
  double[] tasteAt(double angle) {
    double[] now = new double[taste.length];
    for (int k = 0; k < now.length; k++) {
      now[k] = Math.cos(angle) * taste[k] + Math.sin(angle) * turnsTo[k];
    }
    return now;
  }
}
