package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.Prediction;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What features read: a user at a moment, and one candidate of a slate after the other. What
 * several features share is worked out once a candidate, and what candidates share once a slate.
 * Belongs to one thread.
 */
public final class FeatureContext {
  private static final double PRIOR_EVENTS = 20;
  private static final double PRIOR_VARIANCE = 1.2;
  private static final double PRIOR_LIKES = 0.5;
  private static final double MEAN_WEIGHT = 5;
  private static final double BIAS_WEIGHT = 8;

  private final StreamingSettings settings;
  private final UserState user;
  private final long time;
  private final Map<String, String> profile;
  private final ItemStatisticsTable.View statistics;
  private final FittedItems items;
  private final List<FittedItem> slate;
  private final Map<String, String> segments = new HashMap<>();
  private final double mean;
  private final double likes;
  private EventsByRow eventsByRow;
  private TextKernel[] kernels;
  private Prediction[] tastes;
  private Prediction[] texts;
  private int candidate;
  private FittedItem item;
  private ItemSums sums;
  private CoRatings coRatings;
  private CategoryAffinity affinity;

  FeatureContext(
      StreamingSettings settings,
      UserState user,
      long time,
      Map<String, String> profile,
      ItemStatisticsTable.View statistics,
      FittedItems items,
      List<FittedItem> slate) {
    this.settings = settings;
    this.user = user;
    this.time = time;
    this.profile = profile;
    this.statistics = statistics;
    this.items = items;
    this.slate = slate;
    this.mean = statistics.all().mean(settings.likeAbove() + 0.5, PRIOR_EVENTS);
    this.likes = statistics.all().likes(PRIOR_LIKES, PRIOR_EVENTS);
  }

  /** Goes on to a candidate of the slate. */
  FeatureContext candidate(int index) {
    candidate = index;
    item = slate.get(index);
    sums = items.basis().sums(item, statistics);
    coRatings = null;
    affinity = null;
    return this;
  }

  StreamingSettings settings() {
    return settings;
  }

  UserState user() {
    return user;
  }

  /** Event time of the impression, milliseconds since the epoch. */
  long time() {
    return time;
  }

  ItemStatisticsTable.View statistics() {
    return statistics;
  }

  FittedItems items() {
    return items;
  }

  FittedItem item() {
    return item;
  }

  ItemSums sums() {
    return sums;
  }

  /** The mean of all values. */
  double mean() {
    return mean;
  }

  /** The share of likes in all. */
  double likes() {
    return likes;
  }

  double meanSquare() {
    return statistics.all().meanSquare(mean * mean + PRIOR_VARIANCE, PRIOR_EVENTS);
  }

  double userMean() {
    return user.counts().mean(mean, MEAN_WEIGHT);
  }

  double userBias() {
    return user.counts().bias();
  }

  double itemMean() {
    return sums.totals().mean(mean, MEAN_WEIGHT);
  }

  double itemBias() {
    return sums.bias(BIAS_WEIGHT);
  }

  /** What mean and biases lead one to expect. */
  double base() {
    return mean + userBias() + itemBias();
  }

  /**
   * The filter's prediction for the candidate, on top of {@link #tasteBase}; null without factors.
   */
  Prediction taste() {
    if (tastes == null) {
      tastes =
          user.taste() == null
              ? new Prediction[slate.size()]
              : user.taste()
                  .predict(slate.stream().map(FittedItem::factors).toList(), user.gapTo(time));
    }
    return tastes[candidate];
  }

  /**
   * What is expected of the candidate from an average user, by the basis or, where that has no
   * place for it, by its mean.
   */
  double tasteBase() {
    ItemFactors factors = items.basis().factors();
    return item.placed() ? factors.mean() + item.bias() : itemMean();
  }

  /** The prediction of the user's regression on texts; null without texts. */
  Prediction text() {
    if (texts == null) {
      texts =
          user.text() == null
              ? new Prediction[slate.size()]
              : user.text().predict(slate.stream().map(FittedItem::coordinates).toList());
    }
    return texts[candidate];
  }

  CoRatings coRatings() {
    if (coRatings == null) {
      if (eventsByRow == null) {
        eventsByRow = new EventsByRow(user.recent());
      }
      coRatings = CoRatings.of(item.coRated(), eventsByRow);
    }
    return coRatings;
  }

  TextKernel kernel() {
    if (kernels == null) {
      kernels = TextKernel.of(slate, user.recent());
    }
    return kernels[candidate];
  }

  CategoryAffinity affinity() {
    if (affinity == null) {
      affinity = CategoryAffinity.of(item.item().categories(), user);
    }
    return affinity;
  }

  /** The segment that the user is of by a profile field; null for a user without it. */
  String segment(String field) {
    return segments.computeIfAbsent(
        field, key -> ItemFeatureFamilies.segmentName(key, profile.get(key)));
  }
}
