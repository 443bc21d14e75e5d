package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Scale;
import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import io.laserstreams.crm.streaming.user.RecentEvents;
import java.util.List;

/** What a user did overall ({@code user}) and recently ({@code session}). */
final class UserFeatureFamilies {
  private static final double WEIGHT = 5;
  private static final double MIN_VARIANCE = 0.05;
  private static final int MAX_SESSION_EVENTS = 60;

  private UserFeatureFamilies() {}

  static List<StreamingFeature> counts() {
    return new FeatureDeclarations(Side.USER, Source.STATE_AND_EPOCHS)
        .add(
            "user.count",
            Scale.LOG_COUNT,
            0,
            "The user's events.",
            c -> Math.log1p(c.user().counts().count()))
        .add(
            "user.mean",
            Scale.VALUE,
            0,
            "The user's mean value, shrunk towards the mean of all.",
            FeatureContext::userMean)
        .add(
            "user.likes",
            Scale.SHARE,
            0,
            "The user's share of likes, shrunk towards that of all.",
            c -> c.user().counts().likes(c.likes(), WEIGHT))
        .add(
            "user.spread",
            Scale.RESIDUAL,
            0,
            "Standard deviation of the user's values.",
            UserFeatureFamilies::spread)
        .add(
            "user.deviation",
            Scale.RESIDUAL,
            0,
            "Mean deviation of the user's values from the items' means.",
            c -> c.user().counts().deviation(WEIGHT))
        .add(
            "user.bias",
            Scale.RESIDUAL,
            0,
            "How far the user's recent values exceed those expected from the items.",
            FeatureContext::userBias)
        .add(
            "user.tenure",
            Scale.LOG_SECONDS,
            0,
            "Time since the user's first event.",
            UserFeatureFamilies::tenure)
        .add(
            "user.pause",
            Scale.LOG_SECONDS,
            0,
            "Time since the user's newest event.",
            c -> seconds(c.user().gapTo(c.time())))
        .list();
  }

  static List<StreamingFeature> session() {
    return new FeatureDeclarations(Side.USER, Source.USER_STATE)
        .add(
            "session.last",
            Scale.VALUE,
            0,
            "Value of the newest event.",
            c -> recentMean(c, 1, false))
        .add(
            "session.last.deviation",
            Scale.RESIDUAL,
            0,
            "Its deviation from the item's mean.",
            c -> recentMean(c, 1, true))
        .add(
            "session.mean3",
            Scale.VALUE,
            0,
            "Mean value of the newest three events.",
            c -> recentMean(c, 3, false))
        .add(
            "session.deviation3",
            Scale.RESIDUAL,
            0,
            "Their mean deviation from the items' means.",
            c -> recentMean(c, 3, true))
        .add(
            "session.mean10",
            Scale.VALUE,
            0,
            "Mean value of the newest ten events.",
            c -> recentMean(c, 10, false))
        .add(
            "session.deviation10",
            Scale.RESIDUAL,
            0,
            "Their mean deviation from the items' means.",
            c -> recentMean(c, 10, true))
        .add(
            "session.count",
            Scale.LOG_COUNT,
            0,
            "Events within the session length before the impression, at most 60.",
            c -> Math.log1p(inSession(c)))
        .add(
            "session.deviation",
            Scale.RESIDUAL,
            0,
            "Their mean deviation from the items' means, shrunk towards 0.",
            UserFeatureFamilies::sessionDeviation)
        .list();
  }

  private static double spread(FeatureContext c) {
    double mean = c.userMean();
    double square = c.user().counts().meanSquare(c.meanSquare(), WEIGHT);
    return Math.sqrt(Math.max(MIN_VARIANCE, square - mean * mean));
  }

  private static double tenure(FeatureContext c) {
    return c.user().counts().count() == 0
        ? Double.NaN
        : seconds(Math.max(0, c.time() - c.user().counts().firstTime()));
  }

  static double seconds(long millis) {
    return Math.log1p(millis / 1000.0);
  }

  private static double recentMean(FeatureContext c, int max, boolean deviation) {
    RecentEvents events = c.user().recent();
    int count = Math.min(max, events.size());
    double sum = 0;
    for (int i = events.size() - count; i < events.size(); i++) {
      sum += deviation ? events.deviation(i) : events.value(i);
    }
    return sum / count;
  }

  private static int inSession(FeatureContext c) {
    RecentEvents events = c.user().recent();
    int count = 0;
    while (count < Math.min(MAX_SESSION_EVENTS, events.size())
        && c.time() - events.time(events.size() - 1 - count) < c.settings().sessionMillis()) {
      count++;
    }
    return count;
  }

  private static double sessionDeviation(FeatureContext c) {
    RecentEvents events = c.user().recent();
    int count = inSession(c);
    double sum = 0;
    for (int i = events.size() - count; i < events.size(); i++) {
      sum += events.deviation(i);
    }
    return sum / (count + 3);
  }
}
