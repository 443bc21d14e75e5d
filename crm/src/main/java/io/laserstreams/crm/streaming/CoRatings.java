package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.basis.BasisItem;
import io.laserstreams.crm.streaming.basis.Neighbours;
import io.laserstreams.crm.streaming.user.RecentEvents;

/**
 * A user's recent events weighed by how alike each one's item and the candidate were rated (Sarwar et al. 2001).
 *
 * @param sum of the residuals, each times its similarity
 * @param support sum of the similarities' sizes
 * @param topSum of the residuals of the most similar events, each times its similarity
 * @param topSupport sum of those similarities
 */
record CoRatings(double sum, double support, double topSum, double topSupport) {
  private static final int TOP = 30;

  static CoRatings of(BasisItem candidate, RecentEvents events) {
    Neighbours neighbours = candidate.coRated();
    double sum = 0;
    double support = 0;
    int found = 0;
    float[] similarities = new float[events.size()];
    float[] residuals = new float[events.size()];
    if (neighbours.size() > 0) {
      for (int i = 0; i < events.size(); i++) {
        float similarity = neighbours.to(events.resolved(i).row());
        if (similarity != 0) {
          sum += similarity * (double) events.residual(i);
          support += Math.abs(similarity);
          if (similarity > 0) {
            similarities[found] = similarity;
            residuals[found++] = events.residual(i);
          }
        }
      }
    }
    double topSum = 0;
    double topSupport = 0;
    for (int t = 0; t < Math.min(TOP, found); t++) {
      int best = t;
      for (int i = t + 1; i < found && found > TOP; i++) {
        best = similarities[i] > similarities[best] ? i : best;
      }
      topSum += similarities[best] * (double) residuals[best];
      topSupport += similarities[best];
      similarities[best] = similarities[t];
      residuals[best] = residuals[t];
    }
    return new CoRatings(sum, support, topSum, topSupport);
  }
}
