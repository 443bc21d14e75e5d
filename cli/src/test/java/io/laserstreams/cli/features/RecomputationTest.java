package io.laserstreams.cli.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cli.UserException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.features.StreamingSettings;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.basis.BasisItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.schema.WindowClose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stream is played through the engine in the order of arrival, and its log is computed again. */
class RecomputationTest {
  private static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT.withEpochMillis(1_000).withShown(1f).withFields(List.of("gender"), List.of("year/4"));
  private static final List<StreamingFeature> FEATURES = FeatureCatalogue.all(SETTINGS, List.of());
  private static final ModelBundle BUNDLE = bundle(SETTINGS);
  private static final int USERS = 5;
  private static final int ITEMS = 12;
  private static final int VISITS = 400;

  private final List<Interaction> interactions = new ArrayList<>();
  private final List<TrainingSample> samples = new ArrayList<>();

  private static ModelBundle bundle(StreamingSettings settings) {
    StreamingFeatures engine = new StreamingFeatures(settings, FEATURES);
    FeatureSpec.Streaming streaming = new FeatureSpec.Streaming(
        engine.ofUser().stream().map(feature -> new FeatureSpec.Standardised(feature.name(), 0, 1)).toList(),
        engine.ofCandidate().stream().map(feature -> new FeatureSpec.Standardised(feature.name(), 0, 1)).toList(), settings);
    FeatureSpec spec = FeatureSpec.builder(5, new FeatureSpec.Capacity(20, 5, 5))
        .valueBounds(List.of(2.5f))
        .userFields(List.of("gender"))
        .itemFields(List.of("year"))
        .categoriesPerItem(2)
        .streaming(streaming)
        .build();
    return ModelBundle.untrained("v1", Models.of(ModelChoice.parse("target-attention:none"), spec), 1);
  }

  @Test
  void shouldFindNoDifferenceInWhatTheEngineServed() {
    play();
    DiffReport report = compare(Sampling.ALL);
    assertEquals(VISITS, report.samples());
    assertEquals((long) VISITS * FEATURES.size(), report.values());
    assertEquals(0, report.differing(), report.describe());
    assertTrue(report.holds());
  }

  @Test
  void shouldNameTheFeatureThatWasServedOtherwise() {
    play();
    TrainingSample sample = samples.get(123);
    List<Float> values = sample.getCandidates().get(0).getFeatures();
    values.set(0, values.get(0) + 0.5f);
    DiffReport report = compare(Sampling.ALL);
    assertFalse(report.holds());
    assertEquals(1, report.differing());
    DiffReport.Line line = report.lines().stream().filter(one -> one.differing() > 0).findFirst().orElseThrow();
    assertEquals(sample.getFeatures().getOfCandidates().get(0), line.feature());
    assertEquals(sample.getImpressionId(), line.example());
    assertEquals(0.5, line.largest(), 1e-6);
    assertTrue(String.join("\n", report.text()).contains(sample.getImpressionId()));
  }

  @Test
  void shouldLookAtAShareOfTheImpressionsAndFindTheSame() {
    play();
    DiffReport report = compare(new Sampling(0.25, 7));
    assertTrue(report.samples() > 50 && report.samples() < 150, report.samples() + " samples");
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldCountAnInteractionThatCameTwiceOnce() {
    play();
    interactions.add(interactions.indexOf(interactions.get(50)) + 1, interactions.get(50));
    assertTrue(compare(Sampling.ALL).holds());
  }

  @Test
  void shouldSetApartWhatWasServedWhileInteractionsWereMissing() {
    play();
    String user = samples.get(VISITS - 1).getUserId();
    long before = interactions.stream()
        .filter(interaction -> interaction.getUserId().equals(user) && interaction.getKind() == InteractionKind.RATING).count();
    interactions.removeIf(interaction -> interaction.getUserId().equals(user));
    DiffReport report = compare(Sampling.ALL);
    assertTrue(before > 10);
    assertEquals(before - 1, report.apart().get(DiffReport.Apart.LATE_INTERACTIONS), "all but the first one of " + user);
  }

  @Test
  void shouldSetApartWhatWasServedWithStatisticsThatLagged() {
    play();
    samples.get(199).getFeatures().put("itemEpoch", samples.get(199).getFeatures().getItemEpoch() - 1);
    samples.get(200).getFeatures().put("itemInteractions", samples.get(200).getFeatures().getItemInteractions() - 1);
    samples.get(201).getFeatures().put("basis", 77L);
    samples.get(202).getFeatures().put("itemInteractions", -1L);
    DiffReport report = compare(Sampling.ALL);
    assertEquals(2, report.apart().get(DiffReport.Apart.LATE_STATISTICS));
    assertEquals(1, report.apart().get(DiffReport.Apart.UNKNOWN_FIT));
    assertEquals(VISITS - 3, report.samples(), "where it was not logged they are compared");
  }

  @Test
  void shouldLookAwayFromSmallDifferences() {
    play();
    List<Float> values = samples.get(123).getCandidates().get(0).getFeatures();
    values.set(0, values.get(0) + 0.0005f);
    DiffReport report = new Recomputation(log(Sampling.ALL), 0.001).compare();
    assertTrue(report.holds(), report.describe());
    assertEquals(1, compare(Sampling.ALL).differing());
  }

  @Test
  void shouldKeepWhatWasShownOnlyWhereItCounts() {
    play();
    long ratings = interactions.stream().filter(interaction -> interaction.getKind() == InteractionKind.RATING).count();
    FeatureLog ofRatings = new FeatureLog(Sampling.ALL);
    ofRatings.bundle(bundle(StreamingSettings.DEFAULT));
    interactions.forEach(ofRatings::interaction);
    assertEquals(ratings, ofRatings.moments().size());
    assertEquals(interactions.size() + VISITS, log(Sampling.ALL).moments().size());
  }

  @Test
  void shouldAskForAModelWhereNoneIsKnown() {
    assertThrows(UserException.class, () -> new Recomputation(new FeatureLog(Sampling.ALL)));
  }

  private DiffReport compare(Sampling sampling) {
    return new Recomputation(log(sampling)).compare();
  }

  private FeatureLog log(Sampling sampling) {
    FeatureLog log = new FeatureLog(sampling);
    log.bundle(BUNDLE);
    samples.forEach(log::sample);
    for (int u = 0; u < USERS; u++) {
      log.user(new User("u" + u, Map.of("gender", gender(u)), 0L));
    }
    for (int i = 0; i < ITEMS; i++) {
      log.item("i" + i, Item.newBuilder().setItemId("i" + i).setTitle("").setCategories(List.of("c" + i % 3))
          .setFields(Map.of("year", "" + (1990 + i))).setUpdatedAt(0).build());
    }
    interactions.forEach(log::interaction);
    return log;
  }

  private static String gender(int user) {
    return user % 2 == 0 ? "F" : "M";
  }

  /** Each visit is an impression and, a millisecond later, that its item was shown and rated; ten visits in an epoch. */
  private void play() {
    StreamingFeatures engine = new StreamingFeatures(SETTINGS, FEATURES);
    ItemStatisticsTable statistics = new ItemStatisticsTable(SETTINGS);
    Map<String, UserState> users = new HashMap<>();
    BasisItems items = new BasisItems(BUNDLE.basis(), id -> {
      int number = Integer.parseInt(id.substring(1));
      return new ItemFeatures(id, List.of("c" + number % 3), Map.of("year", "" + (1990 + number)), null);
    });
    Random random = new Random(1);
    for (int visit = 0; visit < VISITS; visit++) {
      int u = random.nextInt(USERS);
      String user = "u" + u;
      String item = "i" + random.nextInt(ITEMS);
      long time = 1_000_000 + 100L * visit;
      Map<String, String> profile = Map.of("gender", gender(u));
      UserState state = users.computeIfAbsent(user, id -> UserState.empty(SETTINGS));
      StreamingValues values = engine.values(state, time, profile, List.of(item), statistics.at(time), items);
      samples.add(sample("s" + visit, user, time, profile, item, values, engine, state.counts().count(), statistics.at(time).all().count()));
      interactions.add(Interaction.newBuilder().setInteractionId("s" + visit).setUserId(user).setItemId(item)
          .setEventTime(time + 1).setKind(InteractionKind.SHOWN).setImpressionId("s" + visit).build());
      engine.apply(state, Observation.shown(item, time + 1, profile), statistics.at(time + 1), items)
          .ifPresent(statistics::add);
      float rating = 1 + random.nextInt(5);
      interactions.add(Interaction.newBuilder().setInteractionId("r" + visit).setUserId(user).setItemId(item)
          .setEventTime(time + 1).setKind(InteractionKind.RATING).setImpressionId("s" + visit).setValue(rating).build());
      engine.apply(state, new Observation(item, time + 1, rating, profile), statistics.at(time + 1), items)
          .ifPresent(statistics::add);
    }
  }

  private static TrainingSample sample(String id, String user, long time, Map<String, String> profile, String item,
      StreamingValues values, StreamingFeatures engine, long position, long itemInteractions) {
    ServedFeatures served = new ServedFeatures(engine.namesOfUser(), FloatLists.of(values.ofUser()), engine.namesOfCandidate(),
        position, ItemStatisticsTable.epochOf(time, SETTINGS), itemInteractions, BUNDLE.basis().version());
    SampleCandidate candidate = new SampleCandidate(item, 1f, 4f, 0, 0.5, 1.0, null, FloatLists.of(values.ofCandidates()[0]));
    return new TrainingSample(id, user, time, "v1", profile, Map.of(), List.of(), null, List.of(), served, List.of(candidate),
        WindowClose.EVENT_TIME, time);
  }
}
