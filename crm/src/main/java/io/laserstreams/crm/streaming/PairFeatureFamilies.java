package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Scale;
import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.List;

/**
 * How user and candidate relate: both biases ({@code base}), the user's affinity to the candidate's
 * groups ({@code affinity}), the taste filter ({@code taste}), similarity by ratings ({@code
 * corating}) and by text ({@code text}).
 */
final class PairFeatureFamilies {
  private static final double GROUP_WEIGHT = 5;
  private static final double SUPPORT_WEIGHT = 0.5;
  private static final double TOP_WEIGHT = 0.3;
  private static final double MIN_SUPPORT = 1e-4;

  private PairFeatureFamilies() {}

  static List<StreamingFeature> base() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_EPOCHS)
        .add(
            "base.biases",
            Scale.VALUE,
            0,
            "The mean of all values plus both biases.",
            FeatureContext::base)
        .add(
            "base.means",
            Scale.VALUE,
            0,
            "The user's mean value plus the item's mean deviation.",
            c -> c.userMean() + c.sums().deviations() / (c.sums().count() + GROUP_WEIGHT))
        .list();
  }

  static List<StreamingFeature> affinity() {
    return new FeatureDeclarations(Side.PAIR, Source.USER_STATE)
        .add(
            "affinity.mean",
            Scale.RESIDUAL,
            0,
            "The user's mean residual in the candidate's categories.",
            c -> c.affinity().mean())
        .add("affinity.least", Scale.RESIDUAL, 0, "The least of these.", c -> c.affinity().least())
        .add("affinity.most", Scale.RESIDUAL, 0, "The greatest of these.", c -> c.affinity().most())
        .add(
            "affinity.share",
            Scale.SHARE,
            0,
            "Mean share of the candidate's categories in the user's events.",
            c -> c.affinity().share())
        .list();
  }

  /**
   * The user's mean residual among items with the candidate's value of a field, bucketed as the
   * settings say.
   */
  static StreamingFeature affinity(String field) {
    return new FeatureDeclarations(Side.PAIR, Source.USER_STATE)
        .add(
            "affinity:" + field,
            Scale.RESIDUAL,
            0,
            "The user's mean residual among items with the candidate's " + field + ".",
            c -> field(c, field))
        .list()
        .get(0);
  }

  static List<StreamingFeature> taste() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_FITTED_FACTORS)
        .add(
            "taste.value",
            Scale.VALUE,
            0,
            "The value that the taste filter predicts.",
            c -> c.tasteBase() + c.taste().mean())
        .add(
            "taste.match",
            Scale.RESIDUAL,
            0,
            "The part of it that depends on user and candidate together.",
            c -> c.taste().mean() - c.tasteBias())
        .add(
            "taste.variance",
            Scale.NUMBER,
            0,
            "Variance of the prediction.",
            c -> c.taste().variance())
        .add(
            "taste.item",
            Scale.RESIDUAL,
            0,
            "The item's bias by the fitted factors, from its text if it has no values.",
            PairFeatureFamilies::tasteOfItem)
        .add(
            "taste.surplus",
            Scale.NUMBER,
            0,
            "By how many standard deviations the predicted value exceeds the mean of all.",
            PairFeatureFamilies::surplus)
        .list();
  }

  static List<StreamingFeature> tasteOfUser() {
    return new FeatureDeclarations(Side.USER, Source.STATE_AND_FITTED_FACTORS)
        .add(
            "taste.user",
            Scale.RESIDUAL,
            0,
            "The user's bias by the taste filter.",
            FeatureContext::tasteBias)
        .list();
  }

  static List<StreamingFeature> coRating() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_FITTED_FACTORS)
        .add(
            "corating.mean",
            Scale.RESIDUAL,
            0,
            "Mean residual of the recent events, weighed by co-rating with the candidate.",
            c -> c.coRatings().sum() / (c.coRatings().support() + SUPPORT_WEIGHT))
        .add(
            "corating.sum",
            Scale.NUMBER,
            0,
            "The sum of these weighed residuals.",
            c -> c.coRatings().sum())
        .add(
            "corating.support",
            Scale.NUMBER,
            0,
            "How much of the history is co-rated: logarithm of one plus the weights.",
            c -> Math.log1p(c.coRatings().support()))
        .add(
            "corating.top",
            Scale.RESIDUAL,
            0,
            "Mean residual of the thirty most similar events, shrunk towards 0.",
            c -> c.coRatings().topSum() / (c.coRatings().topSupport() + TOP_WEIGHT))
        .list();
  }

  static List<StreamingFeature> text() {
    return new FeatureDeclarations(Side.PAIR, Source.STATE_AND_FITTED_FACTORS)
        .add(
            "text.ridge",
            Scale.RESIDUAL,
            0,
            "Residual that the user's own regression on text coordinates predicts.",
            c -> c.text().mean())
        .add(
            "text.variance",
            Scale.NUMBER,
            0,
            "How little is known about texts like the candidate's.",
            c -> c.text().variance())
        .add(
            "text.near",
            Scale.RESIDUAL,
            0,
            "Mean residual of those of the newest "
                + TextKernel.NEWEST
                + " events whose texts are most similar.",
            c -> c.kernel().near())
        .add(
            "text.wide",
            Scale.RESIDUAL,
            0,
            "Mean residual of these events, weighed by similarity of text.",
            c -> c.kernel().wide())
        .add(
            "text.support",
            Scale.NUMBER,
            Math.log(MIN_SUPPORT),
            "Logarithm of how many of these events are similar.",
            c -> Math.log(c.kernel().support() + MIN_SUPPORT))
        .add(
            "text.greatest",
            Scale.NUMBER,
            -1,
            "Greatest similarity of text to one of them.",
            c -> c.kernel().greatest())
        .add(
            "text.nearest", Scale.RESIDUAL, 0, "Residual of that event.", c -> c.kernel().nearest())
        .list();
  }

  private static double field(FeatureContext c, String field) {
    int index = c.settings().affinityFields().indexOf(field);
    String group = index < 0 ? null : UserState.groupOf(c.item().item(), field);
    return group == null ? Double.NaN : c.user().field(index).group(group).residual(GROUP_WEIGHT);
  }

  private static double tasteOfItem(FeatureContext c) {
    ItemFactors factors = c.items().fittedFactors().factors();
    return factors == null ? Double.NaN : c.tasteBase() - factors.mean();
  }

  private static double surplus(FeatureContext c) {
    ItemFactors factors = c.items().fittedFactors().factors();
    return factors == null
        ? Double.NaN
        : (c.tasteBase() + c.taste().mean() - c.mean())
            / Math.sqrt(factors.noise() + c.taste().variance());
  }
}
