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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What streaming features are made of, and the features that were served, as logged on the topics.
 * In memory: about 150 bytes an interaction, and the values of the selected samples. Not
 * thread-safe.
 */
public final class FeatureLog {
  private static final long NO_FIT = 0;

  private final Sampling sampling;
  private final Interner interner = new Interner();
  private final Map<String, NavigableMap<Long, Map<String, String>>> profiles = new HashMap<>();
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, Knowledge> knowledge = new HashMap<>();
  private final Map<Long, Fit> fits = new HashMap<>();
  private final List<TimelineEvent> events = new ArrayList<>();
  private final Map<String, Long> arrived = new HashMap<>();
  private final ArrivalTimes interactionArrivals = new ArrivalTimes();
  private final ArrivalTimes impressionArrivals = new ArrivalTimes();
  private final Map<String, Boolean> lateImpressions = new HashMap<>();
  private final Map<String, Long> lastFactors = new HashMap<>();
  private @Nullable StreamingSettings settings;
  private @Nullable String settingsOf;
  private RefusedPositions refusals = RefusedPositions.NONE;
  private long refused;
  private long withoutFeatures;

  public FeatureLog(Sampling sampling) {
    this.sampling = sampling;
  }

  /** Fitted factors, and the encoder whose vectors they were fitted to. */
  record Fit(FittedFactors factors, FeatureSpec.@Nullable Encoder encoder) {}

  /** Adds a model that may have served. */
  public void bundle(ModelBundle bundle) {
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    if (streaming == null) {
      return;
    }
    if (settings != null && !settings.equals(streaming.settings())) {
      throw new UserException(
          ("Models %s and %s keep their state differently, which one stream cannot do: %s. Name"
                  + " only those that served.")
              .formatted(settingsOf, bundle.version(), settings.differences(streaming.settings())));
    }
    settings = streaming.settings();
    settingsOf = bundle.version();
    fits.put(
        bundle.fittedFactors().version(),
        new Fit(bundle.fittedFactors(), bundle.spec().itemEncoder()));
  }

  /** Adds a version of a profile. */
  public void user(User user) {
    profiles
        .computeIfAbsent(user.getUserId(), id -> new TreeMap<>())
        .put(user.getUpdatedAt(), interner.of(user.getFields()));
  }

  /** Adds the item's next version on its topic; null deletes it. */
  public void item(String itemId, @Nullable Item item) {
    if (item == null) {
      items.remove(itemId);
    } else {
      items.merge(itemId, item, Versions::newest);
    }
  }

  /** Adds the newest knowledge about an item; null deletes it. */
  public void knowledge(String itemId, @Nullable Knowledge newest) {
    Knowledge before = knowledge.get(itemId);
    if (newest == null) {
      knowledge.remove(itemId);
    } else if (before == null || newest.getPosition() >= before.getPosition()) {
      knowledge.put(itemId, newest);
    }
  }

  /** Sets the records that scoring refused; call before the interactions. */
  void refused(RefusedPositions all) {
    refusals = all;
  }

  /**
   * Adds the next interaction of its partition. Call after the models, which decide whether items
   * that were only shown count.
   */
  void interaction(Interaction interaction, RecordArrival record) {
    if (refusals.contain(record.position())) {
      refused++;
      return;
    }
    InteractionKind kind = interaction.getKind();
    boolean rates = kind == InteractionKind.RATING || kind == InteractionKind.RATING_CHANGE;
    if (kind == InteractionKind.SHOWN && settings != null && settings.shownValue() == null) {
      return;
    }
    String userId = interner.of(interaction.getUserId());
    long time = interaction.getEventTime();
    // A user's interactions are applied in the order of their partition.
    long arrival = arrived.merge(userId, interactionArrivals.of(record, time), Math::max);
    events.add(
        TimelineEvent.of(
            new TimelineEvent.UserInteraction(
                interaction.getInteractionId(),
                interner.of(interaction.getItemId()),
                time,
                rates ? interaction.getValue() : Float.NaN,
                kind),
            userId,
            arrival,
            late(time, arrival)));
  }

  /**
   * Adds the next impression of its partition. Call after the models, which decide how long epochs
   * are.
   */
  void impression(Impression impression, RecordArrival record) {
    if (refusals.contain(record.position())) {
      return;
    }
    boolean late =
        late(impression.getEventTime(), impressionArrivals.of(record, impression.getEventTime()));
    if (sampling.takes(impression.getImpressionId())) {
      // The first impression with an id is the one that was answered.
      lateImpressions.putIfAbsent(impression.getImpressionId(), late);
    }
  }

  private boolean late(long eventTime, long arrival) {
    return settings != null
        && ItemStatisticsTable.epochOf(arrival, settings)
            > ItemStatisticsTable.epochOf(eventTime, settings);
  }

  /** Whether the impression arrived after the epoch in which it happened. */
  boolean cameLate(String impressionId) {
    return lateImpressions.getOrDefault(impressionId, false);
  }

  /** Adds a sample; those of a user in the order in which they were served. */
  public void sample(TrainingSample sample) {
    if (sample.getFeatures() == null) {
      withoutFeatures++;
      return;
    }
    long factors = sample.getFeatures().getBasis();
    String userId = interner.of(sample.getUserId());
    Long before = lastFactors.put(userId, factors);
    if (sampling.takes(sample.getImpressionId())) {
      events.add(TimelineEvent.of(ServedSample.of(sample, interner)));
    } else if (before == null || before != factors) {
      events.add(TimelineEvent.ofFactors(factors, userId, sample.getEventTime()));
    }
  }

  /** All events by time, an impression before the interactions of the same time. */
  List<TimelineEvent> timeline() {
    // Stable, so that events of the same time stay in the order of their partition.
    events.sort(
        Comparator.comparingLong(TimelineEvent::time)
            .thenComparing(event -> event.interaction() != null));
    return events;
  }

  /** How state was kept; null if no known model reads streaming features. */
  @Nullable StreamingSettings settings() {
    return settings;
  }

  /** The fit of this version; null if no known model has it. */
  @Nullable Fit fit(long version) {
    return version == NO_FIT ? new Fit(FittedFactors.NONE, null) : fits.get(version);
  }

  /** Interactions that are left out, as scoring refused them. */
  long refused() {
    return refused;
  }

  /**
   * Whether every interaction that is not left out was accepted, or a copy of it before; false if
   * dead letters have been deleted.
   */
  boolean knowsAllRefusals() {
    return refusals.complete();
  }

  /** Samples without streaming features. */
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
   * The features of an item, with this encoder's vector; null for an item that is not in the
   * catalogue.
   */
  @Nullable ItemFeatures features(String itemId, FeatureSpec.@Nullable Encoder encoder) {
    Item item = items.get(itemId);
    if (item == null) {
      return null;
    }
    Knowledge known = knowledge.get(itemId);
    float[] vector = known == null ? null : EncodedVectors.by(encoder, known.getVectors());
    return new ItemFeatures(itemId, item.getCategories(), item.getFields(), vector);
  }
}
