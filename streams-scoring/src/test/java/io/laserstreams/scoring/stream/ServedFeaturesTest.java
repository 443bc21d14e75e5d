package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.features.UserExpiry;
import io.laserstreams.scoring.items.StoredItem;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streaming features as served and logged, compared with the engine alone. Epochs last ten seconds,
 * windows one.
 */
@Tag("slow")
class ServedFeaturesTest {
  private static final long EPOCH = 10_000;
  private static final long START = NOON - 40_000_000;
  private static final Map<String, String> WOMAN = Map.of("gender", "F");
  private static final FittedFactors FACTORS = TestModels.fittedFactors(20);

  @TempDir Path state;
  private ScoringBench bench;
  private StreamingSettings settings;

  @BeforeEach
  void open() {
    bench =
        new ScoringBench(
            state,
            Map.of(
                ScoringConfig.ATTRIBUTION_WINDOW_MS, "1000",
                ScoringConfig.ATTRIBUTION_LATENESS_MS, "0",
                FeatureKeys.EPOCH_MS, Long.toString(EPOCH),
                FeatureKeys.USER_FIELDS, "gender"));
    settings = bench.features().settings();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private FittedItems items(FittedFactors factors) {
    return new FittedItems(
        factors,
        itemId -> {
          StoredItem item = bench.items().get(itemId);
          return item == null
              ? null
              : new ItemFeatures(itemId, item.description().categories(), Map.of(), null);
        });
  }

  @Test
  void shouldServeAndLogTheValuesOfTheEngine() {
    bench.serve(TinyModels.withFeatures("m1", settings, FACTORS));
    StreamingFeatures engine =
        StreamingFeatures.of(TinyModels.withFeatures("m1", settings, FACTORS).spec().streaming());
    var statistics = new ItemStatisticsTable(settings);
    Map<String, UserState> users = new HashMap<>();
    FittedItems items = items(FACTORS);
    Map<String, StreamingValues> expected = new HashMap<>();
    Map<String, Long> positions = new HashMap<>();
    Map<String, Long> counted = new HashMap<>();
    for (int u = 0; u < 4; u++) {
      bench.user("u" + u, 0, WOMAN);
    }
    Random random = new Random(5);
    long time = START;
    for (int step = 0; step < 120; step++) {
      time += 1 + random.nextInt((int) EPOCH / 2);
      String user = "u" + random.nextInt(4);
      String item = "item" + (1 + random.nextInt(10));
      UserState known = users.computeIfAbsent(user, id -> UserState.empty(settings));
      expected.put(
          "i" + step,
          engine.updateAndRead(known, time, WOMAN, List.of(item), statistics.at(time), items));
      positions.put("i" + step, (long) known.counts().count());
      counted.put("i" + step, statistics.at(time).all().count());
      bench.score("i" + step, user, time, item);
      float value = 1 + random.nextInt(5);
      bench.rate(user, "r" + step, item, time + 1, "i" + step, value);
      engine
          .apply(
              known, new Observation(item, time + 1, value, WOMAN), statistics.at(time + 1), items)
          .ifPresent(statistics::add);
      bench.publishStatistics();
    }
    for (int u = 0; u < 4; u++) {
      bench.shown("u" + u, "item1", time + 60_000, null, 0);
    }
    List<TrainingSample> samples = bench.samples();
    assertEquals(120, samples.size());
    for (TrainingSample sample : samples) {
      StreamingValues values = expected.get(sample.getImpressionId());
      assertEquals(engine.namesOfUser(), sample.getFeatures().getOfUser());
      assertEquals(engine.namesOfCandidate(), sample.getFeatures().getOfCandidates());
      assertEquals(
          FloatLists.of(values.ofUser()),
          sample.getFeatures().getUserValues(),
          sample.getImpressionId());
      assertEquals(
          FloatLists.of(values.ofCandidates()[0]),
          sample.getCandidates().get(0).getFeatures(),
          sample.getImpressionId());
      assertEquals(positions.get(sample.getImpressionId()), sample.getFeatures().getUserPosition());
      assertEquals(
          Math.floorDiv(sample.getEventTime(), EPOCH), sample.getFeatures().getItemEpoch());
      assertEquals(
          counted.get(sample.getImpressionId()), sample.getFeatures().getItemInteractions());
      assertEquals(FACTORS.version(), sample.getFeatures().getBasis());
    }
  }

  @Test
  void shouldKeepStateFromTheFirstEventWhateverModelServes() {
    for (int i = 0; i < 10; i++) {
      bench.rate("u1", "r" + i, "item" + (1 + i), START + i, null, 1 + i % 5);
    }
    bench.publishStatistics();
    bench.serve(TinyModels.bundle("plain"));
    bench.score("i0", "u1", START + EPOCH, "item1");
    bench.shown("u1", "item1", START + EPOCH + 1, "i0", 0);
    bench.rate("u1", "r10", "item1", START + EPOCH + 2_000, null, 4);
    assertNull(bench.samples().get(0).getFeatures());
    bench.serve(TinyModels.withFeatures("m1", settings, FACTORS));
    bench.score("i1", "u1", START + 2 * EPOCH, "item1");
    bench.shown("u1", "item1", START + 2 * EPOCH + 1, "i1", 0);
    bench.rate("u1", "r11", "item1", START + 3 * EPOCH, null, 4);
    TrainingSample sample = bench.samples().get(0);
    assertEquals(11, sample.getFeatures().getUserPosition());
    int count = sample.getFeatures().getOfUser().indexOf("user.count");
    assertEquals((float) Math.log1p(11), sample.getFeatures().getUserValues().get(count));
  }

  @Test
  void shouldCountShownItemsIfConfigured() {
    bench.close();
    bench = new ScoringBench(state.resolve("shown"), Map.of(FeatureKeys.SHOWN_VALUE, "1"));
    settings = bench.features().settings();
    bench.serve(TinyModels.withFeatures("m1", settings, FACTORS));
    bench.score("i0", "u1", START, "item1");
    bench.shown("u1", "item1", START + 1, "i0", 0);
    bench.shown("u1", "item1", START + 1, "i0", 0);
    bench.publishStatistics();
    assertEquals(1, bench.features().statistics().interactions());
    assertEquals(
        1,
        bench
            .features()
            .statistics()
            .at(START + settings.epochMillis())
            .item("item1")
            .totals()
            .mean(0, 0));
  }

  @Test
  void shouldDeleteTheStateOfIdleUsers() {
    bench.close();
    long day = Duration.ofDays(1).toMillis();
    bench =
        new ScoringBench(
            state.resolve("expiry"), Map.of(FeatureKeys.USER_IDLE_MAX_MS, Long.toString(10 * day)));
    settings = bench.features().settings();
    long start = NOON - 100 * day;
    bench.rate("gone", "r1", "item1", start, null, 5);
    bench.rate("back", "r2", "item1", start, null, 5);
    bench.rate("back", "r3", "item2", start + 9 * day, null, 5);
    bench.rate("other", "r4", "item2", start + 13 * day, null, 5);
    bench.pass(Duration.ofMinutes(1));
    assertEquals(3, users(), "expired, but a backfill may be in progress");
    bench.pass(UserExpiry.GRACE);
    assertEquals(2, users());
    assertEquals(1, bench.count("laser.features.users.expired"));
    bench.serve(TinyModels.withFeatures("m1", settings, FACTORS));
    assertEquals(0, position("i1", "gone", start + 14 * day));
    assertEquals(2, position("i2", "back", start + 14 * day));
    assertEquals(0, position("i3", "back", start + 21 * day), "expired before it is deleted");
  }

  private long position(String impressionId, String user, long eventTime) {
    bench.score(impressionId, user, eventTime, "item1");
    bench.shown(user, "item1", eventTime + 1, impressionId, 0);
    bench.pass(Duration.ofHours(1));
    return bench.samples().get(0).getFeatures().getUserPosition();
  }

  private long users() {
    try (var all = bench.driver().<Bytes, byte[]>getKeyValueStore("user-features").all()) {
      long count = 0;
      for (; all.hasNext(); all.next()) {
        count++;
      }
      return count;
    }
  }

  @Test
  void shouldCountARedeliveredInteractionOnce() {
    bench.rate("u1", "r1", "item1", START, null, 5);
    bench.rate("u1", "r1", "item1", START, null, 5);
    bench.publishStatistics();
    assertEquals(1, bench.features().statistics().interactions());
  }

  @Test
  void shouldChangeTheScore() {
    bench.serve(TinyModels.withFeatures("m1", settings, FACTORS));
    double before = bench.score("i1", "u1", START, "item3").getCandidates().get(0).getLogit();
    bench.rate("u2", "r1", "item3", START + 1, null, 5);
    bench.publishStatistics();
    assertEquals(
        before, bench.score("i2", "u1", START + 2, "item3").getCandidates().get(0).getLogit());
    assertNotEquals(
        before, bench.score("i3", "u1", START + EPOCH, "item3").getCandidates().get(0).getLogit());
  }

  @Test
  void shouldRefuseAModelTrainedWithOtherSettings() {
    var other = settings.withEpochMillis(77);
    var error =
        assertThrows(
            InvalidBundleException.class,
            () -> bench.serve(TinyModels.withFeatures("m1", other, FACTORS)));
    assertTrue(
        error.getMessage().contains("features.epoch.ms is 10000, the model was trained with 77"),
        error.getMessage());
    assertTrue(error.getMessage().contains("features.epoch.ms=77;"), error.getMessage());
  }
}
