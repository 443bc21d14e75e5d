package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import io.laserstreams.crm.streaming.StreamingFeature.Type;
import java.util.List;

/**
 * What all users together did with an item ({@code item}), and what a segment of them did ({@code
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
            Type.LOG_COUNT,
            0,
            "Interactions with the item.",
            s -> Math.log1p(s.sums().count()))
        .add(
            "item.mean",
            Type.VALUE,
            0,
            "The item's mean value, drawn to that of all.",
            FeatureContext::itemMean)
        .add(
            "item.likes",
            Type.SHARE,
            0,
            "The item's share of likes, drawn to that of all.",
            s -> s.sums().totals().likes(s.likes(), WEIGHT))
        .add(
            "item.deviation",
            Type.RESIDUAL,
            0,
            "Mean deviation of the item's values from the users' means.",
            s -> s.sums().deviations() / (s.sums().count() + WEIGHT))
        .add(
            "item.bias",
            Type.RESIDUAL,
            0,
            "By how much the item's values exceed what the users lead one to expect.",
            FeatureContext::itemBias)
        .add(
            "item.trend",
            Type.VALUE,
            0,
            "The item's mean value of late.",
            s -> s.sums().trend(s.time(), s.settings().trendMillis(), s.itemMean(), TREND_WEIGHT))
        .add(
            "item.popularity",
            Type.LOG_COUNT,
            0,
            "Interactions with the item of late.",
            s -> Math.log1p(s.sums().trendCount(s.time(), s.settings().trendMillis())))
        .add(
            "item.age",
            Type.LOG_SECONDS,
            0,
            "Time since the item's first interaction.",
            ItemFeatureFamilies::age)
        .add(
            "item.neighbourhood",
            Type.RESIDUAL,
            0,
            "Mean deviation of the values of items whose texts are alike, for a new item.",
            s -> s.item().neighbourhood().deviation(s.statistics()))
        .list();
  }

  /** The mean residual of the segment that the user is of. */
  static StreamingFeature segment(String field) {
    return new FeatureDeclarations(Side.PAIR, Source.EPOCHS)
        .add(
            "segment:" + field,
            Type.RESIDUAL,
            0,
            "Mean residual of the item's values from users with the same " + field + ".",
            s -> segment(s, field))
        .list()
        .get(0);
  }

  /** A field of the catalogue that is a whole number. */
  static StreamingFeature number(String field) {
    return new FeatureDeclarations(Side.ITEM, Source.CATALOGUE)
        .add(
            "number:" + field,
            Type.NUMBER,
            0,
            "The item's " + field + " as a number.",
            s -> number(s, field))
        .list()
        .get(0);
  }

  private static double age(FeatureContext s) {
    return s.sums().count() == 0
        ? Double.NaN
        : UserFeatureFamilies.seconds(Math.max(0, s.time() - s.sums().firstTime()));
  }

  /** The name under which an item keeps a segment; null for a user without the field. */
  static String segmentName(String field, String value) {
    return value == null ? null : field + "=" + value;
  }

  private static double segment(FeatureContext s, String field) {
    String name = s.segment(field);
    return name == null ? Double.NaN : s.sums().segment(name, SEGMENT_WEIGHT);
  }

  private static double number(FeatureContext s, String field) {
    String value = s.item().item().fields().get(field);
    try {
      return value == null ? Double.NaN : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
