package io.laserstreams.crm.streaming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamingFeaturesTest {
  private static final List<StreamingFeature> ALL =
      FeatureCatalogue.all(SyntheticStream.SETTINGS, List.of("year"));
  private static final StreamingFeatures FEATURES =
      new StreamingFeatures(SyntheticStream.SETTINGS, ALL);
  private static final List<String> SLATE = List.of("1", "2", "3", "12", "21");
  private static final Map<String, String> PROFILE = Map.of("gender", "M");

  private static void apply(
      UserState user, List<Observation> events, ItemStatisticsTable statistics, FittedItems items) {
    for (Observation event : events) {
      FEATURES.apply(user, event, statistics.at(event.time()), items).ifPresent(statistics::add);
    }
  }

  private static StreamingValues values(
      UserState user, long time, ItemStatisticsTable statistics, FittedItems items) {
    return FEATURES.updateAndRead(user, time, PROFILE, SLATE, statistics.at(time), items);
  }

  @Test
  void shouldHaveANumberForEveryFeatureWhateverIsKnown() {
    for (FittedFactors fitted : List.of(FittedFactors.NONE, SyntheticStream.fittedFactors(1))) {
      UserState user = UserState.empty(SyntheticStream.SETTINGS);
      var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
      FittedItems items = SyntheticStream.items(fitted);
      requireFinite(values(user, 1_000, statistics, items));
      apply(user, SyntheticStream.events(1, 50), statistics, items);
      requireFinite(values(user, 9_000_000_000L, statistics, items));
    }
  }

  private static void requireFinite(StreamingValues values) {
    for (int f = 0; f < values.ofUser().length; f++) {
      assertTrue(Float.isFinite(values.ofUser()[f]), FEATURES.ofUser().get(f).name());
    }
    for (float[] candidate : values.ofCandidates()) {
      for (int f = 0; f < candidate.length; f++) {
        assertTrue(Float.isFinite(candidate[f]), FEATURES.ofCandidate().get(f).name());
      }
    }
  }

  @Test
  void shouldMoveEveryFeatureBetweenMoments() {
    UserState user = UserState.empty(SyntheticStream.SETTINGS);
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    List<Observation> events = SyntheticStream.events(1, 120);
    apply(user, events.subList(0, 60), statistics, items);
    StreamingValues before = values(user, events.get(59).time() + 1, statistics, items);
    apply(user, events.subList(60, 120), statistics, items);
    StreamingValues after = values(user, events.get(119).time() + 3_001, statistics, items);
    for (int f = 0; f < before.ofUser().length; f++) {
      assertFalse(before.ofUser()[f] == after.ofUser()[f], FEATURES.ofUser().get(f).name());
    }
    for (int f = 0; f < FEATURES.ofCandidate().size(); f++) {
      int feature = f;
      boolean same =
          Arrays.equals(
              Arrays.stream(before.ofCandidates()).mapToDouble(row -> row[feature]).toArray(),
              Arrays.stream(after.ofCandidates()).mapToDouble(row -> row[feature]).toArray());
      String name = FEATURES.ofCandidate().get(f).name();
      assertEquals(name.equals("number:year"), same, name);
    }
  }

  @Test
  void shouldContinueFromStoredBytesAsIfItHadNeverStopped() {
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState straight = UserState.empty(SyntheticStream.SETTINGS);
    byte[] stored = straight.toBytes();
    for (Observation event : SyntheticStream.events(2, 300)) {
      UserState restored = UserState.read(stored, SyntheticStream.SETTINGS);
      FEATURES.apply(
          restored,
          event,
          statistics.at(event.time()),
          SyntheticStream.items(items.fittedFactors()));
      stored = restored.toBytes();
      FEATURES
          .apply(straight, event, statistics.at(event.time()), items)
          .ifPresent(statistics::add);
      assertArrayEquals(straight.toBytes(), stored);
    }
    requireSame(
        values(straight, 9_000_000_000L, statistics, items),
        values(
            UserState.read(stored, SyntheticStream.SETTINGS), 9_000_000_000L, statistics, items));
  }

  @Test
  void shouldBeTheSameAfterASwapOfFactorsAsIfTheNewOnesHadAlwaysBeenThere() {
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    var otherStatistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    FittedItems old = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    FittedItems fresh = SyntheticStream.items(SyntheticStream.fittedFactors(2));
    List<Observation> events = SyntheticStream.events(3, 150);
    UserState swapped = UserState.empty(SyntheticStream.SETTINGS);
    apply(swapped, events.subList(0, 70), statistics, old);
    byte[] before = swapped.toBytes();
    apply(swapped, events.subList(70, 150), statistics, fresh);
    UserState cold = UserState.empty(SyntheticStream.SETTINGS);
    apply(cold, events, otherStatistics, fresh);
    assertArrayEquals(cold.toBytes(), swapped.toBytes());
    UserState back = UserState.read(before, SyntheticStream.SETTINGS);
    back.use(fresh);
    back.use(old);
    assertArrayEquals(before, back.toBytes());
  }

  @Test
  void shouldNotChangeTheStateByReadingIt() {
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState user = UserState.empty(SyntheticStream.SETTINGS);
    apply(user, SyntheticStream.events(4, 30), statistics, items);
    byte[] before = user.toBytes();
    StreamingValues first = values(user, 9_000_000_000L, statistics, items);
    requireSame(first, values(user, 9_000_000_000L, statistics, items));
    assertArrayEquals(before, user.toBytes());
  }

  @Test
  void shouldSeeThatAnItemOfTheHistoryHasChanged() {
    Map<String, ItemFeatures> catalogue = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      catalogue.put("" + i, SyntheticStream.item("" + i));
    }
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    var items = new FittedItems(SyntheticStream.fittedFactors(1), catalogue::get);
    UserState kept = UserState.empty(SyntheticStream.SETTINGS);
    apply(kept, SyntheticStream.events(6, 300), statistics, items);
    StreamingValues before = values(kept, 9_000_000_000L, statistics, items);
    for (String id : List.of("4", "21")) {
      catalogue.put(
          id, new ItemFeatures(id, List.of(), Map.of(), SyntheticStream.item("5").knowledge()));
      items.changed(id);
      StreamingValues after = values(kept, 9_000_000_000L, statistics, items);
      assertFalse(Arrays.equals(before.ofCandidates()[0], after.ofCandidates()[0]), id);
      requireSame(
          values(
              UserState.read(kept.toBytes(), SyntheticStream.SETTINGS),
              9_000_000_000L,
              statistics,
              items),
          after);
      before = after;
    }
  }

  @Test
  void shouldComputeACandidateIndependentlyOfTheOthers() {
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    for (int count : new int[] {30, 90, 400}) {
      var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
      UserState user = UserState.empty(SyntheticStream.SETTINGS);
      apply(user, SyntheticStream.events(4, count), statistics, items);
      StreamingValues together = values(user, 9_000_000_000L, statistics, items);
      for (int c = 0; c < SLATE.size(); c++) {
        StreamingValues alone =
            FEATURES.updateAndRead(
                user,
                9_000_000_000L,
                PROFILE,
                SLATE.subList(c, c + 1),
                statistics.at(9_000_000_000L),
                items);
        assertArrayEquals(together.ofCandidates()[c], alone.ofCandidates()[0]);
      }
    }
  }

  @Test
  void shouldBoundAUsersState() {
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState user = UserState.empty(SyntheticStream.SETTINGS);
    apply(user, SyntheticStream.events(5, 5_000), statistics, items);
    assertEquals(SyntheticStream.SETTINGS.recentEvents(), user.recent().size());
    assertEquals(5_000, user.counts().count());
    int max = 1_200 + 24 * SyntheticStream.SETTINGS.recentEvents();
    assertTrue(user.toBytes().length < max, "the state has " + user.toBytes().length + " bytes");
  }

  @Test
  void shouldCountTheGroupsThatItDrops() {
    StreamingSettings settings = SyntheticStream.SETTINGS;
    var features = new StreamingFeatures(settings, List.of());
    var statistics = new ItemStatisticsTable(settings);
    FittedItems items = SyntheticStream.items(FittedFactors.NONE);
    UserState user = UserState.empty(settings);
    features.apply(user, new Observation("1", 0, 3, PROFILE), statistics.at(0), items);
    assertEquals(0, features.groupsDropped());
    for (Observation event : SyntheticStream.events(5, 100)) {
      features.apply(user, event, statistics.at(event.time()), items);
    }
    assertTrue(features.groupsDropped() > 0);
  }

  private static void requireSame(StreamingValues expected, StreamingValues actual) {
    assertArrayEquals(expected.ofUser(), actual.ofUser());
    assertTrue(Arrays.deepEquals(expected.ofCandidates(), actual.ofCandidates()));
  }

  @Test
  void shouldIgnoreWhatAUserDoesBeyondTheHoursBound() {
    var features = new StreamingFeatures(SyntheticStream.SETTINGS, List.of());
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState user = UserState.empty(SyntheticStream.SETTINGS);
    int max = SyntheticStream.SETTINGS.eventsPerHour();
    for (int e = 0; e < max + 10; e++) {
      boolean counted =
          features
              .apply(user, new Observation("1", e, 3, PROFILE), statistics.at(e), items)
              .isPresent();
      assertEquals(e < max, counted);
    }
    byte[] full = user.toBytes();
    user = UserState.read(full, SyntheticStream.SETTINGS);
    assertTrue(
        features
            .apply(user, new Observation("1", 3_599_999, 3, PROFILE), statistics.at(0), items)
            .isEmpty());
    assertArrayEquals(full, user.toBytes());
    assertTrue(
        features
            .apply(user, new Observation("1", 3_600_000, 3, PROFILE), statistics.at(0), items)
            .isPresent());
    assertEquals(11, features.eventsCapped());
    assertEquals(max + 1, user.counts().count());
  }

  @Test
  void shouldStartAgainWithAUserWhoWasIdleForTooLong() {
    StreamingSettings settings = SyntheticStream.SETTINGS.withIdle(10 * 3_600_000L);
    var features = new StreamingFeatures(settings, FeatureCatalogue.all(settings, List.of()));
    var statistics = new ItemStatisticsTable(settings);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState user = UserState.empty(settings);
    List<Observation> events = SyntheticStream.events(5, 50);
    for (Observation event : events) {
      features.apply(user, event, statistics.at(event.time()), items);
    }
    byte[] known = user.toBytes();
    long kept = (Math.floorDiv(events.get(49).time(), 3_600_000) + 11) * 3_600_000;
    user.expire(kept);
    assertArrayEquals(known, user.toBytes(), "before the time nothing changes");
    UserState other = UserState.empty(settings);
    requireSame(
        features.updateAndRead(
            other, kept + 1, PROFILE, List.of("1", "5"), statistics.at(kept), items),
        features.updateAndRead(
            user, kept + 1, PROFILE, List.of("1", "5"), statistics.at(kept), items));
    user = UserState.read(known, settings);
    var event = new Observation("3", kept + 1, 4, PROFILE);
    features.apply(user, event, statistics.at(kept), items);
    features.apply(other, event, statistics.at(kept), items);
    assertArrayEquals(other.toBytes(), user.toBytes(), "an event after that is the first");
  }

  @Test
  void shouldLearnFromItemsShownAndNotClickedIfTheyCount() {
    StreamingSettings settings = SyntheticStream.SETTINGS.withEpochMillis(0).withShown(1f);
    var features = new StreamingFeatures(settings, FeatureCatalogue.all(settings, List.of()));
    var statistics = new ItemStatisticsTable(settings);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState user = UserState.empty(settings);
    for (int visit = 0; visit < 20; visit++) {
      long time = 1_000L * visit;
      for (String item : List.of("1", "5")) {
        features
            .apply(user, Observation.shown(item, time, PROFILE), statistics.at(time), items)
            .ifPresent(statistics::add);
      }
      features
          .apply(
              user,
              new Observation("1", time + 500, Float.NaN, PROFILE),
              statistics.at(time + 500),
              items)
          .ifPresent(statistics::add);
    }
    StreamingValues values =
        features.updateAndRead(
            user, 100_000, PROFILE, List.of("1", "5"), statistics.at(100_000), items);
    for (String feature :
        List.of("item.mean", "item.likes", "taste.value", "text.ridge", "affinity.mean")) {
      int f = features.namesOfCandidate().indexOf(feature);
      assertTrue(
          values.ofCandidates()[0][f] > values.ofCandidates()[1][f] + 0.05,
          feature
              + " "
              + values.ofCandidates()[0][f]
              + " clicked, "
              + values.ofCandidates()[1][f]
              + " not");
    }
    assertEquals(60, user.counts().count());
  }

  @Test
  void shouldNotCountItemsShownByDefault() {
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    UserState user = UserState.empty(SyntheticStream.SETTINGS);
    byte[] before = user.toBytes();
    apply(
        user,
        List.of(Observation.shown("1", 0, PROFILE)),
        statistics,
        SyntheticStream.items(SyntheticStream.fittedFactors(1)));
    assertArrayEquals(before, user.toBytes());
    assertEquals(0, statistics.interactions());
  }

  @Test
  void shouldCountAnItemShownOnceIfItIsReportedTwice() {
    StreamingSettings settings = SyntheticStream.SETTINGS.withShown(1f);
    var features = new StreamingFeatures(settings, List.of());
    var statistics = new ItemStatisticsTable(settings);
    FittedItems items = SyntheticStream.items(SyntheticStream.fittedFactors(1));
    UserState user = UserState.empty(settings);
    List<Observation> events =
        List.of(
            Observation.shown("1", 7, PROFILE),
            new Observation("1", 7, Float.NaN, PROFILE),
            Observation.shown("1", 7, PROFILE),
            Observation.shown("2", 7, PROFILE),
            Observation.shown("1", 8, PROFILE));
    List<Boolean> counted =
        events.stream()
            .map(
                event ->
                    features.apply(user, event, statistics.at(event.time()), items).isPresent())
            .toList();
    assertEquals(List.of(true, true, false, true, true), counted);
  }
}
