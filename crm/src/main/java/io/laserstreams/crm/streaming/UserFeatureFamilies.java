package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import io.laserstreams.crm.streaming.StreamingFeature.Type;
import io.laserstreams.crm.streaming.user.RecentEvents;
import java.util.List;

/** What a user did in all ({@code user}) and lately ({@code session}). */
final class UserFeatureFamilies {
  private static final double WEIGHT = 5;
  private static final double LEAST_VARIANCE = 0.05;
  private static final int MOST_OF_SESSION = 60;

  private UserFeatureFamilies() {}

  static List<StreamingFeature> counts() {
    return new FeatureDeclarations(Side.USER, Source.STATE_AND_EPOCHS)
        .add(
            "user.count",
            Type.LOG_COUNT,
            0,
            "Events of the user.",
            s -> Math.log1p(s.user().counts().count()))
        .add(
            "user.mean",
            Type.VALUE,
            0,
            "The user's mean value, drawn to that of all.",
            FeatureContext::userMean)
        .add(
            "user.likes",
            Type.SHARE,
            0,
            "The user's share of likes, drawn to that of all.",
            s -> s.user().counts().likes(s.likes(), WEIGHT))
        .add(
            "user.spread",
            Type.RESIDUAL,
            0,
            "Standard deviation of the user's values.",
            UserFeatureFamilies::spread)
        .add(
            "user.deviation",
            Type.RESIDUAL,
            0,
            "Mean deviation of the user's values from the items' means.",
            s -> s.user().counts().deviation(WEIGHT))
        .add(
            "user.bias",
            Type.RESIDUAL,
            0,
            "By how much the user's values exceed what the items lead one to expect, of late.",
            FeatureContext::userBias)
        .add(
            "user.tenure",
            Type.LOG_SECONDS,
            0,
            "Time since the user's first event.",
            UserFeatureFamilies::tenure)
        .add(
            "user.pause",
            Type.LOG_SECONDS,
            0,
            "Time since the user's newest event.",
            s -> seconds(s.user().gapTo(s.time())))
        .list();
  }

  static List<StreamingFeature> session() {
    return new FeatureDeclarations(Side.USER, Source.USER_STATE)
        .add("session.last", Type.VALUE, 0, "Value of the newest event.", s -> lately(s, 1, false))
        .add(
            "session.last.deviation",
            Type.RESIDUAL,
            0,
            "Its deviation from the item's mean.",
            s -> lately(s, 1, true))
        .add(
            "session.mean3",
            Type.VALUE,
            0,
            "Mean value of the newest three events.",
            s -> lately(s, 3, false))
        .add(
            "session.deviation3",
            Type.RESIDUAL,
            0,
            "Their mean deviation from the items' means.",
            s -> lately(s, 3, true))
        .add(
            "session.mean10",
            Type.VALUE,
            0,
            "Mean value of the newest ten events.",
            s -> lately(s, 10, false))
        .add(
            "session.deviation10",
            Type.RESIDUAL,
            0,
            "Their mean deviation from the items' means.",
            s -> lately(s, 10, true))
        .add(
            "session.count",
            Type.LOG_COUNT,
            0,
            "Events within the session length before the impression, at most 60.",
            s -> Math.log1p(inSession(s)))
        .add(
            "session.deviation",
            Type.RESIDUAL,
            0,
            "Their mean deviation from the items' means, drawn to 0.",
            UserFeatureFamilies::sessionDeviation)
        .list();
  }

  private static double spread(FeatureContext s) {
    double mean = s.userMean();
    double square = s.user().counts().meanSquare(s.meanSquare(), WEIGHT);
    return Math.sqrt(Math.max(LEAST_VARIANCE, square - mean * mean));
  }

  private static double tenure(FeatureContext s) {
    return s.user().counts().count() == 0
        ? Double.NaN
        : seconds(Math.max(0, s.time() - s.user().counts().firstTime()));
  }

  static double seconds(long millis) {
    return Math.log1p(millis / 1000.0);
  }

  private static double lately(FeatureContext s, int most, boolean deviation) {
    RecentEvents events = s.user().recent();
    int count = Math.min(most, events.size());
    double sum = 0;
    for (int i = events.size() - count; i < events.size(); i++) {
      sum += deviation ? events.deviation(i) : events.value(i);
    }
    return sum / count;
  }

  private static int inSession(FeatureContext s) {
    RecentEvents events = s.user().recent();
    int count = 0;
    while (count < Math.min(MOST_OF_SESSION, events.size())
        && s.time() - events.time(events.size() - 1 - count) < s.settings().sessionMillis()) {
      count++;
    }
    return count;
  }

  private static double sessionDeviation(FeatureContext s) {
    RecentEvents events = s.user().recent();
    int count = inSession(s);
    double sum = 0;
    for (int i = events.size() - count; i < events.size(); i++) {
      sum += events.deviation(i);
    }
    return sum / (count + 3);
  }
}
