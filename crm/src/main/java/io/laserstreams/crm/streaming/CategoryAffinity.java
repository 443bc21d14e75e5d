package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.user.Affinities;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.List;

/**
 * A user's affinity to a candidate's categories; NaN if it has none.
 *
 * @param mean of the user's mean residuals
 * @param least the least of them
 * @param most the greatest of them
 * @param share mean share of the categories in the user's events
 */
record CategoryAffinity(double mean, double least, double most, double share) {
  private static final double WEIGHT = 5;

  static CategoryAffinity of(List<String> categories, UserState user) {
    double sum = 0;
    double least = Double.NaN;
    double most = Double.NaN;
    double events = 0;
    for (String category : categories) {
      Affinities.Group group = user.categories().group(category);
      double residual = group.residual(WEIGHT);
      sum += residual;
      least = least <= residual ? least : residual;
      most = most >= residual ? most : residual;
      events += group.count();
    }
    return new CategoryAffinity(
        sum / categories.size(),
        least,
        most,
        events / Math.max(1.0, user.counts().count()) / categories.size());
  }
}
