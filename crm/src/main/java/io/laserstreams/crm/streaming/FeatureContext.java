package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.Prediction;
import io.laserstreams.crm.streaming.user.TasteFilter;
import io.laserstreams.crm.streaming.user.TextRidge;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What features read: a user at a moment, and the candidates of a slate one after the other. What
 * several features share is computed once for a candidate, what candidates share once for a slate.
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
  private @Nullable EventsByRow eventsByRow;
  private TextKernel @Nullable [] kernels;
  private Prediction @Nullable [] tastes;
  private Prediction @Nullable [] texts;
  private int candidate;
  private @Nullable FittedItem item;
  private @Nullable ItemSums sums;
  private @Nullable CoRatings coRatings;
  private @Nullable CategoryAffinity affinity;

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

  /** Moves to a candidate of the slate. Only then features of items and pairs can be read. */
  FeatureContext moveTo(int index) {
    FittedItem next = slate.get(index);
    candidate = index;
    item = next;
    sums = items.fittedFactors().sums(next, statistics);
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
    return requireNonNull(item, "there is no candidate yet");
  }

  ItemSums sums() {
    return requireNonNull(sums, "there is no candidate yet");
  }

  /** The mean of all values. */
  double mean() {
    return mean;
  }

  /** The share of likes among all values. */
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
    return sums().totals().mean(mean, MEAN_WEIGHT);
  }

  double itemBias() {
    return sums().bias(BIAS_WEIGHT);
  }

  /** The value expected from the mean and both biases. */
  double base() {
    return mean + userBias() + itemBias();
  }

  /** The taste filter's prediction for the candidate, on top of {@link #tasteBase}. */
  Prediction taste() {
    TasteFilter filter = user.taste();
    if (filter == null) {
      return Prediction.NONE;
    }
    if (tastes == null) {
      tastes = filter.predict(slate.stream().map(FittedItem::factors).toList(), user.gapTo(time));
    }
    return tastes[candidate];
  }

  /** The user's bias by the taste filter; NaN without factors. */
  double tasteBias() {
    TasteFilter filter = user.taste();
    return filter == null ? Double.NaN : filter.bias();
  }

  /**
   * The value expected of the candidate from an average user: by the fitted factors, or by its mean
   * if they do not place it.
   */
  double tasteBase() {
    ItemFactors factors = items.fittedFactors().factors();
    return factors != null && item().placed() ? factors.mean() + item().bias() : itemMean();
  }

  /** The prediction of the user's regression on texts. */
  Prediction text() {
    TextRidge ridge = user.text();
    if (ridge == null) {
      return Prediction.NONE;
    }
    if (texts == null) {
      texts = ridge.predict(slate.stream().map(FittedItem::coordinates).toList());
    }
    return texts[candidate];
  }

  CoRatings coRatings() {
    if (coRatings == null) {
      if (eventsByRow == null) {
        eventsByRow = new EventsByRow(user.recent());
      }
      coRatings = CoRatings.of(item().coRated(), eventsByRow);
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
      affinity = CategoryAffinity.of(item().item().categories(), user);
    }
    return affinity;
  }

  /** The user's segment by a profile field; null for a user without it. */
  @Nullable String segment(String field) {
    String value = profile.get(field);
    return value == null
        ? null
        : segments.computeIfAbsent(field, key -> ItemFeatureFamilies.segmentName(key, value));
  }
}
