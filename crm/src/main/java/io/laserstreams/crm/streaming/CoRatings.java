package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.factors.Neighbours;

/**
 * A user's recent events, weighed by how similarly their items and the candidate were rated (Sarwar
 * et al. 2001).
 *
 * @param sum of the residuals, each times its similarity
 * @param support sum of the absolute similarities
 * @param topSum of the residuals of the most similar events, each times its similarity
 * @param topSupport sum of those similarities
 */
record CoRatings(double sum, double support, double topSum, double topSupport) {
  private static final int TOP = 30;

  /** The candidate's neighbours come strongest first, so the first ones found are the top. */
  static CoRatings of(Neighbours neighbours, EventsByRow events) {
    double sum = 0;
    double support = 0;
    double topSum = 0;
    double topSupport = 0;
    int top = 0;
    int[] found = new int[neighbours.size()];
    int count = neighbours.find(events.filter(), found);
    for (int f = 0; f < count; f++) {
      int n = found[f];
      for (int at = events.first(neighbours.row(n)); at != EventsByRow.NONE; at = events.next(at)) {
        float similarity = neighbours.similarity(n);
        double weighed = similarity * (double) events.residual(at);
        sum += weighed;
        support += Math.abs(similarity);
        if (similarity > 0 && top < TOP) {
          topSum += weighed;
          topSupport += similarity;
          top++;
        }
      }
    }
    return new CoRatings(sum, support, topSum, topSupport);
  }
}
