package io.laserstreams.tools.features;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.Versions;
import io.laserstreams.tools.client.EncodedVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the topics say that streaming features are made of, and which were served. In memory: about
 * 150 bytes an interaction, and a sample's numbers for those that are looked at. Not thread-safe.
 */
public final class FeatureLog {
  private static final long NO_FIT = 0;

  private final Sampling sampling;
  private final Interned interned = new Interned();
  private final Map<String, NavigableMap<Long, Map<String, String>>> profiles = new HashMap<>();
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, Knowledge> knowledge = new HashMap<>();
  private final Map<Long, Fit> fits = new HashMap<>();
  private final List<Moment> moments = new ArrayList<>();
  private final Map<String, Long> arrived = new HashMap<>();
  private final Arrivals interactionArrivals = new Arrivals();
  private final Arrivals impressionArrivals = new Arrivals();
  private final Map<String, Boolean> lateImpressions = new HashMap<>();
  private final Map<String, Long> lastBasis = new HashMap<>();
  private StreamingSettings settings;
  private String settingsOf;
  private Refusals refusals = Refusals.NONE;
  private long refused;
  private long withoutFeatures;

  public FeatureLog(Sampling sampling) {
    this.sampling = sampling;
  }

  /** A basis, and the encoder whose vectors it was fitted to, or null. */
  record Fit(FittedFactors basis, FeatureSpec.Encoder encoder) {}

  /**
   * Something to play.
   *
   * @param time of an impression its event time, of an interaction when it arrived, by event times
   * @param late whether the interaction arrived when the epoch in which it happened was over
   */
  record Moment(
      long time, String userId, Event event, ServedSample sample, long basis, boolean late) {
    /** An interaction of the user, in the terms of a history. */
    record Event(String id, String itemId, long time, float value, InteractionKind kind) {}
  }

  /** A model that may have served. */
  public void bundle(ModelBundle bundle) {
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    if (streaming == null) {
      return;
    }
    if (settings != null && !settings.equals(streaming.settings())) {
      throw new UserException(
          ("Models %s and %s keep their state differently, which one stream cannot do: %s. "
                  + "Name only those that served.")
              .formatted(settingsOf, bundle.version(), settings.differences(streaming.settings())));
    }
    settings = streaming.settings();
    settingsOf = bundle.version();
    fits.put(
        bundle.fittedFactors().version(),
        new Fit(bundle.fittedFactors(), bundle.spec().itemEncoder()));
  }

  /** A profile. */
  public void user(User user) {
    profiles
        .computeIfAbsent(user.getUserId(), id -> new TreeMap<>())
        .put(user.getUpdatedAt(), interned.of(user.getFields()));
  }

  /** The item's next description on its topic, null for none. */
  public void item(String itemId, Item item) {
    if (item == null) {
      items.remove(itemId);
    } else {
      items.merge(itemId, item, Versions::newest);
    }
  }

  /** The newest knowledge about an item, null for none. */
  public void knowledge(String itemId, Knowledge newest) {
    Knowledge before = knowledge.get(itemId);
    if (newest == null) {
      knowledge.remove(itemId);
    } else if (before == null || newest.getPosition() >= before.getPosition()) {
      knowledge.put(itemId, newest);
    }
  }

  /** Which records scoring refused; to be told before the interactions. */
  void refused(Refusals all) {
    refusals = all;
  }

  /**
   * The next interaction of its partition; of models that were named before it knows whether they
   * learn from what was shown.
   */
  void interaction(Interaction interaction, Place place) {
    if (refusals.contain(place)) {
      refused++;
      return;
    }
    InteractionKind kind = interaction.getKind();
    boolean rates = kind == InteractionKind.RATING || kind == InteractionKind.RATING_CHANGE;
    if (kind == InteractionKind.SHOWN && settings != null && settings.shownValue() == null) {
      return;
    }
    String userId = interned.of(interaction.getUserId());
    long time = interaction.getEventTime();
    // A user's interactions are applied in the order in which they stand on their partition.
    long arrival = arrived.merge(userId, interactionArrivals.of(place, time), Math::max);
    moments.add(
        new Moment(
            arrival,
            userId,
            new Moment.Event(
                interaction.getInteractionId(),
                interned.of(interaction.getItemId()),
                time,
                rates ? interaction.getValue() : Float.NaN,
                kind),
            null,
            0,
            late(time, arrival)));
  }

  /**
   * The next impression of its partition; of models that were named before it knows how long epochs
   * are.
   */
  void impression(Impression impression, Place place) {
    if (refusals.contain(place)) {
      return;
    }
    boolean late =
        late(impression.getEventTime(), impressionArrivals.of(place, impression.getEventTime()));
    if (sampling.takes(impression.getImpressionId())) {
      // The first with an id is the one that was answered.
      lateImpressions.putIfAbsent(impression.getImpressionId(), late);
    }
  }

  private boolean late(long eventTime, long arrival) {
    return settings != null
        && ItemStatisticsTable.epochOf(arrival, settings)
            > ItemStatisticsTable.epochOf(eventTime, settings);
  }

  /** Whether the impression arrived when the epoch in which it happened was over. */
  boolean cameLate(String impressionId) {
    return lateImpressions.getOrDefault(impressionId, false);
  }

  /** A sample; those of a user in the order in which they were served. */
  public void sample(TrainingSample sample) {
    if (sample.getFeatures() == null) {
      withoutFeatures++;
      return;
    }
    long basis = sample.getFeatures().getBasis();
    String userId = interned.of(sample.getUserId());
    Long before = lastBasis.put(userId, basis);
    if (sampling.takes(sample.getImpressionId())) {
      moments.add(
          new Moment(
              sample.getEventTime(),
              userId,
              null,
              ServedSample.of(sample, interned),
              basis,
              false));
    } else if (before == null || before != basis) {
      moments.add(new Moment(sample.getEventTime(), userId, null, null, basis, false));
    }
  }

  /** Everything in the order of these times, an impression before the interactions of its time. */
  List<Moment> moments() {
    // Stable, so that what has one time stays in the order of its partition.
    moments.sort(
        (a, b) ->
            a.time() != b.time()
                ? Long.compare(a.time(), b.time())
                : Boolean.compare(a.event() != null, b.event() != null));
    return moments;
  }

  /** How state was kept; null where no model was found that reads streaming features. */
  StreamingSettings settings() {
    return settings;
  }

  /** The fit of this version, null where no model is known that has it. */
  Fit fit(long version) {
    return version == NO_FIT ? new Fit(FittedFactors.NONE, null) : fits.get(version);
  }

  /** Interactions that scoring refused, and which are left out. */
  long refused() {
    return refused;
  }

  /**
   * Whether every interaction that is not left out was taken, or one of the same before it; else
   * dead letters have been deleted.
   */
  boolean knowsWhatWasRefused() {
    return refusals.complete();
  }

  /** Samples by models that read no streaming features, or by none. */
  long withoutFeatures() {
    return withoutFeatures;
  }

  /** The user's profile as it was known at a time. */
  Map<String, String> profile(String userId, long time) {
    var versions = profiles.get(userId);
    var version = versions == null ? null : versions.lowerEntry(time);
    return version == null ? Map.of() : version.getValue();
  }

  /**
   * What the catalogue says of an item, with this encoder's vector; null for an item that it does
   * not know.
   */
  ItemFeatures features(String itemId, FeatureSpec.Encoder encoder) {
    Item item = items.get(itemId);
    if (item == null) {
      return null;
    }
    Knowledge known = knowledge.get(itemId);
    float[] vector = known == null ? null : EncodedVectors.by(encoder, known.getVectors());
    return new ItemFeatures(itemId, item.getCategories(), item.getFields(), vector);
  }
}
