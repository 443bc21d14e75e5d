package io.laserstreams.tools.features;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.schema.WindowClose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What the engine serves in the order in which things arrive, while statistics never lag, and what
 * is on the topics then.
 */
final class ServedStream {
  static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT
          .withEpochMillis(1_000)
          .withShown(1f)
          .withFields(List.of("gender"), List.of("year/4"));
  static final List<StreamingFeature> FEATURES = FeatureCatalogue.all(SETTINGS, List.of());
  static final int USERS = 5;

  private static final int ITEMS = 12;
  private static final long START = 1_000_000;
  private static final long BETWEEN = 100;

  /** A record on a topic. */
  record Stood<T>(T value, Place place) {}

  final List<Stood<Interaction>> interactions = new ArrayList<>();
  final List<Stood<Impression>> impressions = new ArrayList<>();
  final List<TrainingSample> samples = new ArrayList<>();
  final Set<Refusals.Origin> refused = new HashSet<>();

  private final StreamingSettings settings;
  private final ModelBundle bundle;
  private final StreamingFeatures engine;
  private final ItemStatisticsTable statistics;
  private final FittedItems items;
  private final Map<String, UserState> users = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Random random = new Random(1);
  private int visits;
  private long clock = START;

  ServedStream() {
    this(SETTINGS);
  }

  ServedStream(StreamingSettings settings) {
    this.settings = settings;
    this.bundle = bundle(settings);
    this.engine = new StreamingFeatures(settings, FEATURES);
    this.statistics = new ItemStatisticsTable(settings);
    this.items = new FittedItems(bundle.fittedFactors(), ServedStream::item);
  }

  static ModelBundle bundle(StreamingSettings settings) {
    StreamingFeatures engine = new StreamingFeatures(settings, FEATURES);
    FeatureSpec.Streaming streaming =
        new FeatureSpec.Streaming(
            engine.ofUser().stream()
                .map(feature -> new FeatureSpec.Standardised(feature.name(), 0, 1))
                .toList(),
            engine.ofCandidate().stream()
                .map(feature -> new FeatureSpec.Standardised(feature.name(), 0, 1))
                .toList(),
            settings);
    FeatureSpec spec =
        FeatureSpec.builder(5, new FeatureSpec.Capacity(20, 5, 5))
            .valueBounds(List.of(2.5f))
            .userFields(List.of("gender"))
            .itemFields(List.of("year"))
            .categoriesPerItem(2)
            .streaming(streaming)
            .build();
    return ModelBundle.untrained(
        "v1", Models.of(ModelChoice.parse("target-attention:none"), spec), 1);
  }

  /** Visits of some user each, the next ones; ten in an epoch. */
  void play(int count) {
    for (int i = 0; i < count; i++) {
      visit("u" + random.nextInt(USERS));
    }
  }

  /**
   * An impression and, a millisecond later, that its item was shown and rated; returns the rating.
   */
  Interaction visit(String user) {
    Interaction rating = look(user);
    arrives(rating);
    return rating;
  }

  /** An impression whose item is shown; returns the rating of it, which is still to arrive. */
  Interaction look(String user) {
    String item = "i" + random.nextInt(ITEMS);
    String id = "s" + visits;
    clock = START + BETWEEN * visits++;
    serves(id, user, item, clock);
    clock++;
    arrives(
        Interaction.newBuilder()
            .setInteractionId(id)
            .setUserId(user)
            .setItemId(item)
            .setEventTime(clock)
            .setKind(InteractionKind.SHOWN)
            .setImpressionId(id)
            .build());
    return Interaction.newBuilder()
        .setInteractionId("r" + id)
        .setUserId(user)
        .setItemId(item)
        .setEventTime(clock)
        .setKind(InteractionKind.RATING)
        .setImpressionId(id)
        .setValue(1f + random.nextInt(5))
        .build();
  }

  /** Lets time go on. */
  void pass(int howManyVisits) {
    visits += howManyVisits;
  }

  long clock() {
    return clock;
  }

  /** An impression that arrives now. */
  void serves(String id, String user, String item, long time) {
    impressions.add(
        new Stood<>(
            new Impression(id, user, time, List.of(item), Map.of(), null),
            new Place("impressions", 0, impressions.size(), clock)));
    Map<String, String> profile = Map.of("gender", gender(user));
    UserState state = state(user);
    ItemStatisticsTable.View seen = statistics.at(time);
    StreamingValues values = engine.updateAndRead(state, time, profile, List.of(item), seen, items);
    ServedFeatures served =
        new ServedFeatures(
            engine.namesOfUser(),
            FloatLists.of(values.ofUser()),
            engine.namesOfCandidate(),
            (long) state.counts().count(),
            seen.epoch(),
            seen.all().count(),
            bundle.fittedFactors().version());
    SampleCandidate candidate =
        new SampleCandidate(
            item, 1f, 4f, 0, 0.5, 1.0, null, FloatLists.of(values.ofCandidates()[0]));
    samples.add(
        new TrainingSample(
            id,
            user,
            time,
            "v1",
            profile,
            Map.of(),
            List.of(),
            null,
            List.of(),
            served,
            List.of(candidate),
            WindowClose.EVENT_TIME,
            time));
  }

  /** An interaction that arrives now, and counts unless it did before. */
  void arrives(Interaction interaction) {
    stands(interaction, 0);
    boolean shown = interaction.getKind() == InteractionKind.SHOWN;
    if (shown || taken.add(interaction.getInteractionId())) {
      Map<String, String> profile = Map.of("gender", gender(interaction.getUserId()));
      Observation event =
          shown
              ? Observation.shown(interaction.getItemId(), interaction.getEventTime(), profile)
              : new Observation(
                  interaction.getItemId(),
                  interaction.getEventTime(),
                  interaction.getValue(),
                  profile);
      engine
          .apply(
              state(interaction.getUserId()),
              event,
              statistics.at(interaction.getEventTime()),
              items)
          .ifPresent(statistics::add);
    }
  }

  /** An interaction that arrives on a partition now and is refused. */
  void refuses(Interaction interaction, int partition) {
    Place place = stands(interaction, partition);
    refused.add(new Refusals.Origin(place.topic(), place.partition(), place.offset()));
  }

  private Place stands(Interaction interaction, int partition) {
    Place place = new Place("interactions", partition, interactions.size(), clock);
    interactions.add(new Stood<>(interaction, place));
    return place;
  }

  private UserState state(String user) {
    return users.computeIfAbsent(user, id -> UserState.empty(settings));
  }

  DiffReport compare() {
    return new Recomputation(log(Sampling.ALL, new Refusals(refused, true))).compare();
  }

  /** How many samples of the user there are from this one on. */
  long samplesOf(String user, int from) {
    return samples.stream().skip(from).filter(sample -> sample.getUserId().equals(user)).count();
  }

  /** What is on the topics, each partition by itself. */
  FeatureLog log(Sampling sampling, Refusals refusals) {
    FeatureLog log = new FeatureLog(sampling);
    log.bundle(bundle);
    samples.forEach(log::sample);
    for (int u = 0; u < USERS; u++) {
      log.user(new User("u" + u, Map.of("gender", gender("u" + u)), 0L));
    }
    for (int i = 0; i < ITEMS; i++) {
      ItemFeatures item = item("i" + i);
      log.item(
          item.itemId(),
          Item.newBuilder()
              .setItemId(item.itemId())
              .setTitle("")
              .setCategories(item.categories())
              .setFields(item.fields())
              .setUpdatedAt(0)
              .build());
    }
    log.refused(refusals);
    impressions.forEach(one -> log.impression(one.value(), one.place()));
    // Partitions come one after the other, as they may.
    interactions.stream()
        .sorted(Comparator.comparing(one -> -one.place().partition()))
        .forEach(one -> log.interaction(one.value(), one.place()));
    return log;
  }

  private static ItemFeatures item(String id) {
    int number = Integer.parseInt(id.substring(1));
    return new ItemFeatures(
        id, List.of("c" + number % 3), Map.of("year", "" + (1990 + number)), null);
  }

  private static String gender(String user) {
    return Integer.parseInt(user.substring(1)) % 2 == 0 ? "F" : "M";
  }
}
