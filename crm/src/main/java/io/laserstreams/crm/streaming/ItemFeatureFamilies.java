package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Scale;
import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import java.util.List;

/**
 * What all users did with an item ({@code item}), and what a segment of them did ({@code
 * segment:FIELD}).
 */
final class ItemFeatureFamilies {
  private static final double WEIGHT = 5;
  private static final double TREND_WEIGHT = 3;
  private static final double SEGMENT_WEIGHT = 20;

  private ItemFeatureFamilies() {}

  static List<StreamingFeature> counts() {
    return new FeatureDeclarations(Side.ITEM, Source.EPOCHS)
        .add(
            "item.count",
            Scale.LOG_COUNT,
            0,
            "Interactions with the item.",
            c -> Math.log1p((double) c.sums().count()))
        .add(
            "item.mean",
            Scale.VALUE,
            0,
            "The item's mean value, shrunk towards the mean of all.",
            FeatureContext::itemMean)
        .add(
            "item.likes",
            Scale.SHARE,
            0,
            "The item's share of likes, shrunk towards that of all.",
            c -> c.sums().totals().likes(c.likes(), WEIGHT))
        .add(
            "item.deviation",
            Scale.RESIDUAL,
            0,
            "Mean deviation of the item's values from the users' means.",
            c -> c.sums().deviations() / (c.sums().count() + WEIGHT))
        .add(
            "item.bias",
            Scale.RESIDUAL,
            0,
            "How far the item's values exceed those expected from the users.",
            FeatureContext::itemBias)
        .add(
            "item.trend",
            Scale.VALUE,
            0,
            "The item's recent mean value.",
            c -> c.sums().trend(c.time(), c.settings().trendMillis(), c.itemMean(), TREND_WEIGHT))
        .add(
            "item.popularity",
            Scale.LOG_COUNT,
            0,
            "Recent interactions with the item.",
            c -> Math.log1p(c.sums().trendCount(c.time(), c.settings().trendMillis())))
        .add(
            "item.age",
            Scale.LOG_SECONDS,
            0,
            "Time since the item's first interaction.",
            ItemFeatureFamilies::age)
        .add(
            "item.neighbourhood",
            Scale.RESIDUAL,
            0,
            "Mean deviation of the values of items with similar texts, for a new item.",
            c -> c.item().neighbourhood().deviation(c.statistics()))
        .list();
  }

  /** The mean residual of the user's segment. */
  static StreamingFeature segment(String field) {
    return new FeatureDeclarations(Side.PAIR, Source.EPOCHS)
        .add(
            "segment:" + field,
            Scale.RESIDUAL,
            0,
            "Mean residual of the item's values from users with the same " + field + ".",
            c -> segment(c, field))
        .list()
        .get(0);
  }

  /** A field of the catalogue whose values are whole numbers. */
  static StreamingFeature number(String field) {
    return new FeatureDeclarations(Side.ITEM, Source.CATALOGUE)
        .add(
            "number:" + field,
            Scale.NUMBER,
            0,
            "The item's " + field + " as a number.",
            c -> number(c, field))
        .list()
        .get(0);
  }

  private static double age(FeatureContext c) {
    return c.sums().count() == 0
        ? Double.NaN
        : UserFeatureFamilies.seconds(Math.max(0, c.time() - c.sums().firstTime()));
  }

  /** The name under which an item keeps the segment of users with this value of a profile field. */
  static String segmentName(String field, String value) {
    return field + "=" + value;
  }

  private static double segment(FeatureContext c, String field) {
    String name = c.segment(field);
    return name == null ? Double.NaN : c.sums().segment(name, SEGMENT_WEIGHT);
  }

  private static double number(FeatureContext c, String field) {
    String value = c.item().item().fields().get(field);
    try {
      return value == null ? Double.NaN : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
