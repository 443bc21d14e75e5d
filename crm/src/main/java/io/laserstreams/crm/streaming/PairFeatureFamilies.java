package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import io.laserstreams.crm.streaming.StreamingFeature.Type;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.List;

/**
 * What user and candidate have to do with each other: their biases together ({@code base}), the
 * user's affinity to the candidate's groups ({@code affinity}), the taste filter ({@code taste}),
 * similarity by ratings ({@code corating}) and by text ({@code text}).
 */
final class PairFeatureFamilies {
  private static final double GROUP_WEIGHT = 5;
  private static final double SUPPORT_WEIGHT = 0.5;
  private static final double TOP_WEIGHT = 0.3;
  private static final double LEAST_SUPPORT = 1e-4;

  private PairFeatureFamilies() {}

  static List<StreamingFeature> base() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_EPOCHS)
        .add(
            "base.biases",
            Type.VALUE,
            0,
            "Mean of all values and both biases.",
            FeatureContext::base)
        .add(
            "base.means",
            Type.VALUE,
            0,
            "The user's mean value and the item's mean deviation.",
            s -> s.userMean() + s.sums().deviations() / (s.sums().count() + GROUP_WEIGHT))
        .list();
  }

  static List<StreamingFeature> affinity() {
    return new FeatureDeclarations(Side.PAIR, Source.USER_STATE)
        .add(
            "affinity.mean",
            Type.RESIDUAL,
            0,
            "The user's mean residual in the candidate's categories.",
            s -> s.affinity().mean())
        .add("affinity.least", Type.RESIDUAL, 0, "The least of these.", s -> s.affinity().least())
        .add("affinity.most", Type.RESIDUAL, 0, "The greatest of these.", s -> s.affinity().most())
        .add(
            "affinity.share",
            Type.SHARE,
            0,
            "Mean share of the candidate's categories in the user's events.",
            s -> s.affinity().share())
        .list();
  }

  /**
   * The user's mean residual among items with the candidate's value of a field, as the settings
   * bucket it.
   */
  static StreamingFeature affinity(String field) {
    return new FeatureDeclarations(Side.PAIR, Source.USER_STATE)
        .add(
            "affinity:" + field,
            Type.RESIDUAL,
            0,
            "The user's mean residual among items with the candidate's " + field + ".",
            s -> field(s, field))
        .list()
        .get(0);
  }

  static List<StreamingFeature> taste() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_BASIS)
        .add(
            "taste.value",
            Type.VALUE,
            0,
            "The value that the taste filter predicts.",
            s -> s.taste() == null ? Double.NaN : s.tasteBase() + s.taste().mean())
        .add(
            "taste.match",
            Type.RESIDUAL,
            0,
            "Its part that is of user and candidate together.",
            s -> s.taste() == null ? Double.NaN : s.taste().mean() - s.user().taste().bias())
        .add(
            "taste.variance",
            Type.NUMBER,
            0,
            "Variance of the prediction.",
            s -> s.taste() == null ? Double.NaN : s.taste().variance())
        .add(
            "taste.item",
            Type.RESIDUAL,
            0,
            "The item's bias by the basis, from its text where it has no values.",
            s ->
                s.items().basis().factors() == null
                    ? Double.NaN
                    : s.tasteBase() - s.items().basis().factors().mean())
        .add(
            "taste.surplus",
            Type.NUMBER,
            0,
            "By how many standard deviations the predicted value exceeds the mean of all.",
            PairFeatureFamilies::surplus)
        .list();
  }

  static List<StreamingFeature> tasteOfUser() {
    return new FeatureDeclarations(Side.USER, Source.STATE_AND_BASIS)
        .add(
            "taste.user",
            Type.RESIDUAL,
            0,
            "The user's bias by the taste filter.",
            s -> s.user().taste() == null ? Double.NaN : s.user().taste().bias())
        .list();
  }

  static List<StreamingFeature> coRating() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_BASIS)
        .add(
            "corating.mean",
            Type.RESIDUAL,
            0,
            "Mean residual of the recent events, weighed by co-rating with the candidate.",
            s -> s.coRatings().sum() / (s.coRatings().support() + SUPPORT_WEIGHT))
        .add(
            "corating.sum",
            Type.NUMBER,
            0,
            "The sum of these weighed residuals.",
            s -> s.coRatings().sum())
        .add(
            "corating.support",
            Type.NUMBER,
            0,
            "How much of the history is co-rated: logarithm of one more than the weights.",
            s -> Math.log1p(s.coRatings().support()))
        .add(
            "corating.top",
            Type.RESIDUAL,
            0,
            "Mean residual of the thirty events that are most alike, drawn to 0.",
            s -> s.coRatings().topSum() / (s.coRatings().topSupport() + TOP_WEIGHT))
        .list();
  }

  static List<StreamingFeature> text() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_BASIS)
        .add(
            "text.ridge",
            Type.RESIDUAL,
            0,
            "Residual that the user's own regression on text coordinates predicts.",
            s -> s.text() == null ? Double.NaN : s.text().mean())
        .add(
            "text.variance",
            Type.NUMBER,
            0,
            "How little is known of texts like the candidate's.",
            s -> s.text() == null ? Double.NaN : s.text().variance())
        .add(
            "text.near",
            Type.RESIDUAL,
            0,
            "Mean residual of those of the newest "
                + TextKernel.NEWEST
                + " events whose texts are most alike.",
            s -> s.kernel().near())
        .add(
            "text.wide",
            Type.RESIDUAL,
            0,
            "Mean residual of these events, weighed by likeness of text.",
            s -> s.kernel().wide())
        .add(
            "text.support",
            Type.NUMBER,
            Math.log(LEAST_SUPPORT),
            "Logarithm of how many of these events are alike.",
            s -> Math.log(s.kernel().support() + LEAST_SUPPORT))
        .add(
            "text.greatest",
            Type.NUMBER,
            -1,
            "Greatest likeness of text to one of them.",
            s -> s.kernel().greatest())
        .add("text.nearest", Type.RESIDUAL, 0, "Residual of that event.", s -> s.kernel().nearest())
        .list();
  }

  private static double field(FeatureContext s, String field) {
    int index = s.settings().affinityFields().indexOf(field);
    String group = index < 0 ? null : UserState.groupOf(s.item().item(), field);
    return group == null ? Double.NaN : s.user().field(index).group(group).residual(GROUP_WEIGHT);
  }

  private static double surplus(FeatureContext s) {
    if (s.taste() == null) {
      return Double.NaN;
    }
    double noise = s.items().basis().factors().noise();
    return (s.tasteBase() + s.taste().mean() - s.mean()) / Math.sqrt(noise + s.taste().variance());
  }
}
