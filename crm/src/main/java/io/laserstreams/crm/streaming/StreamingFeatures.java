package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Streaming features, the same code for the scorer and for the trainer: an event changes its user's
 * state and contributes to the statistics of its item; an impression reads both. Its only own state
 * is counts of what was dropped. Thread-safe.
 */
public final class StreamingFeatures {
  private final StreamingSettings settings;

  /** What an item shown counts as; NaN if it does not count. */
  private final float shownValue;

  private final List<StreamingFeature> ofUser;
  private final List<StreamingFeature> ofCandidate;
  private final List<String> namesOfUser;
  private final List<String> namesOfCandidate;
  private final LongAdder groupsDropped = new LongAdder();
  private final LongAdder eventsCapped = new LongAdder();

  /**
   * @param features which ones to compute; those of users and those of candidates keep their order
   */
  public StreamingFeatures(StreamingSettings settings, List<StreamingFeature> features) {
    this.settings = requireNonNull(settings, "settings is null");
    this.shownValue = settings.shownValue() == null ? Float.NaN : settings.shownValue();
    this.ofUser = features.stream().filter(feature -> feature.side() == Side.USER).toList();
    this.ofCandidate = features.stream().filter(feature -> feature.side() != Side.USER).toList();
    this.namesOfUser = names(ofUser);
    this.namesOfCandidate = names(ofCandidate);
  }

  /** Keeps all state and computes no feature. */
  public static StreamingFeatures ofStateAlone(StreamingSettings settings) {
    return new StreamingFeatures(settings, List.of());
  }

  /**
   * Computes what a bundle's specification names.
   *
   * @throws InvalidBundleException if this version does not know a feature, or knows it on another
   *     side
   */
  public static StreamingFeatures of(FeatureSpec.Streaming streaming) {
    List<String> ofUser = streaming.ofUser().stream().map(FeatureSpec.Standardised::name).toList();
    List<String> ofCandidate =
        streaming.ofCandidate().stream().map(FeatureSpec.Standardised::name).toList();
    StreamingFeatures features;
    try {
      features =
          new StreamingFeatures(
              streaming.settings(),
              Stream.concat(ofUser.stream(), ofCandidate.stream())
                  .map(FeatureCatalogue::of)
                  .toList());
    } catch (IllegalArgumentException e) {
      throw new InvalidBundleException(
          "the model reads features that this version does not compute: " + e.getMessage(), e);
    }
    if (!features.namesOfUser.equals(ofUser) || !features.namesOfCandidate.equals(ofCandidate)) {
      throw new InvalidBundleException(
          "the model reads %s of users and %s of candidates, this version computes %s and %s"
              .formatted(ofUser, ofCandidate, features.namesOfUser, features.namesOfCandidate));
    }
    return features;
  }

  private static List<String> names(List<StreamingFeature> features) {
    return features.stream().map(StreamingFeature::name).toList();
  }

  /**
   * How many groups of users' affinities were replaced by others because of the settings' bound.
   */
  public long groupsDropped() {
    return groupsDropped.sum();
  }

  /** Events that were ignored because their user had too many in an hour. */
  public long eventsCapped() {
    return eventsCapped.sum();
  }

  public StreamingSettings settings() {
    return settings;
  }

  public List<StreamingFeature> ofUser() {
    return ofUser;
  }

  public List<StreamingFeature> ofCandidate() {
    return ofCandidate;
  }

  public List<String> namesOfUser() {
    return namesOfUser;
  }

  public List<String> namesOfCandidate() {
    return namesOfCandidate;
  }

  /**
   * Applies an event on its arrival. An item shown is an event if the settings say what it counts
   * as; the same item shown again at the same time is the same event.
   *
   * @param user the user's state, which is updated
   * @param statistics as the event sees them
   * @return what the event adds to the statistics; empty if it changes nothing. An event beyond the
   *     settings' bound for an hour changes nothing and is counted
   */
  public Optional<Contribution> apply(
      UserState user, Observation event, ItemStatisticsTable.View statistics, FittedItems items) {
    user.expire(event.time());
    float value = event.shown() ? shownValue : settings.valueOf(event.value());
    if (event.shown()
        && (Float.isNaN(value) || user.recent().has(event.itemId(), event.time(), value))) {
      return Optional.empty();
    }
    if (!user.tryAdmit(event.time())) {
      eventsCapped.increment();
      return Optional.empty();
    }
    user.use(items);
    FittedItem item = items.of(event.itemId());
    var context =
        new FeatureContext(
                settings, user, event.time(), event.profile(), statistics, items, List.of(item))
            .moveTo(0);
    double deviation = value - context.itemMean();
    double residual = value - context.base();
    var contribution =
        new Contribution(
            event.itemId(),
            event.time(),
            value,
            value > settings.likeAbove(),
            value - context.userMean(),
            value - context.mean() - context.userBias(),
            residual,
            segments(event.profile()));
    groupsDropped.add(
        user.add(items, item, event.time(), value, (float) residual, (float) deviation));
    return Optional.of(contribution);
  }

  private List<String> segments(Map<String, String> profile) {
    List<String> segments = new ArrayList<>(settings.segmentFields().size());
    for (String field : settings.segmentFields()) {
      String value = profile.get(field);
      if (value != null) {
        segments.add(ItemFeatureFamilies.segmentName(field, value));
      }
    }
    return segments;
  }

  /**
   * Brings a user's state up to date for an impression and computes the impression's features.
   *
   * @param user the state before the impression; it is emptied if {@linkplain UserState#expire
   *     expired}, and brought to the fitted factors
   * @param time event time of the impression, milliseconds since the epoch
   * @param statistics as the impression sees them
   */
  public StreamingValues updateAndRead(
      UserState user,
      long time,
      Map<String, String> profile,
      List<String> candidates,
      ItemStatisticsTable.View statistics,
      FittedItems items) {
    user.expire(time);
    user.use(items);
    List<FittedItem> slate = candidates.stream().map(items::of).toList();
    var context = new FeatureContext(settings, user, time, profile, statistics, items, slate);
    float[] once = read(ofUser, context);
    float[][] each = new float[candidates.size()][];
    for (int c = 0; c < each.length; c++) {
      each[c] = read(ofCandidate, context.moveTo(c));
    }
    return new StreamingValues(once, each);
  }

  private static float[] read(List<StreamingFeature> features, FeatureContext context) {
    float[] values = new float[features.size()];
    for (int f = 0; f < values.length; f++) {
      values[f] = features.get(f).read(context);
    }
    return values;
  }
}
