package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.scoring.ScoringMain;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.HttpPort;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streaming features of a real system, across partitions and a crash, compared with those of the
 * engine alone.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class ServedFeaturesTest {
  private static final long EPOCH = 60_000;
  private static final int STEPS = 400;
  private static final int USERS = 7;
  private static final int ITEMS = 20;
  private static final FittedFactors FACTORS = TestModels.fittedFactors(ITEMS);
  private static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT.withEpochMillis(EPOCH);
  private static final Pattern COUNTED =
      Pattern.compile("(?m)^laser_item_statistics_interactions\\S* (\\S+)");

  @TempDir Path folder;

  private final StreamingFeatures engine = StreamingFeatures.of(Bundles.streaming(SETTINGS));
  private final ItemStatisticsTable statistics = new ItemStatisticsTable(SETTINGS);
  private final FittedItems items =
      new FittedItems(
          FACTORS, itemId -> new ItemFeatures(itemId, List.of("Drama"), Map.of(), null));
  private final Map<String, UserState> users = new HashMap<>();
  private final Map<String, StreamingValues> expected = new HashMap<>();
  private final Random random = new Random(11);
  private long time = Math.floorDiv(System.currentTimeMillis(), EPOCH) * EPOCH - 100 * EPOCH;
  private int sent;

  @Test
  void shouldServeWhatTheEngineComputesOnAnyPartitionAndAfterAKill(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "served-features.", folder)) {
      for (int i = 1; i <= ITEMS; i++) {
        system.item("item" + i, "Title " + i, "Drama");
      }
      HttpPort http = HttpPort.free();
      Map<String, String> more = new HashMap<>(http.properties());
      more.putAll(
          Map.of(
              "model.bundle",
              Bundles.withFeatures(folder, "m1", SETTINGS, FACTORS).toString(),
              "attribution.window.ms",
              "1000",
              "attribution.lateness.ms",
              "0",
              "features.epoch.ms",
              Long.toString(EPOCH),
              "features.publish.ms",
              "20",
              "max.task.idle.ms",
              "1000",
              "session.timeout.ms",
              "6000"));
      Map<String, String> properties = system.properties(more);
      try (AppProcess first = AppProcess.start(ScoringMain.class, properties, folder)) {
        play(system, http, first, STEPS / 2);
        system.flush();
        system.scores(1, "i" + (STEPS / 2 - 5));
        first.kill();
      }
      try (AppProcess second = AppProcess.start(ScoringMain.class, properties, folder)) {
        awaitCounted(http, second);
        play(system, http, second, STEPS);
        for (int u = 0; u < USERS; u++) {
          system.sendAsync(
              Topic.INTERACTIONS,
              "user-" + u,
              new Interaction(
                  "end-" + u,
                  "user-" + u,
                  "item1",
                  time + EPOCH,
                  InteractionKind.SHOWN,
                  null,
                  null,
                  null));
        }
        system.flush();
        compare(system.records(Topic.SAMPLES, TrainingSample.class, STEPS));
      }
    }
  }

  private void play(LaserSystem system, HttpPort http, AppProcess app, int until) {
    for (; sent < until; sent++) {
      long next = time + 2 + random.nextInt((int) EPOCH / 25);
      if (next / EPOCH != time / EPOCH) {
        endEpoch(system);
        awaitCounted(http, app);
      }
      time = next;
      String user = "user-" + random.nextInt(USERS);
      String item = "item" + (1 + random.nextInt(ITEMS));
      float value = 1 + random.nextInt(5);
      UserState known = users.computeIfAbsent(user, id -> UserState.empty(SETTINGS));
      expected.put(
          "i" + sent,
          engine.updateAndRead(known, time, Map.of(), List.of(item), statistics.at(time), items));
      engine
          .apply(
              known,
              new Observation(item, time + 1, value, Map.of()),
              statistics.at(time + 1),
              items)
          .ifPresent(statistics::add);
      system.sendAsync(
          Topic.IMPRESSIONS, user, LaserSystem.impressionOf("i" + sent, user, time, item));
      system.sendAsync(
          Topic.INTERACTIONS,
          user,
          new Interaction(
              "r" + sent, user, item, time + 1, InteractionKind.RATING, "i" + sent, null, value));
    }
  }

  /**
   * Sends one more record after the last interaction of each partition, so that no task idles to
   * wait for one.
   */
  private void endEpoch(LaserSystem system) {
    for (int u = 0; u < USERS; u++) {
      system.sendAsync(
          Topic.IMPRESSIONS,
          "user-" + u,
          LaserSystem.impressionOf("end-" + u + "-of-" + sent, "user-" + u, time + 2));
    }
    system.flush();
  }

  private void awaitCounted(HttpPort http, AppProcess app) {
    Await.until(
        () -> sent + " interactions in the item statistics: " + app.output(),
        () -> {
          Matcher counted = COUNTED.matcher(http.get("/metrics"));
          return counted.find() && Double.parseDouble(counted.group(1)) == sent;
        });
  }

  private void compare(List<TrainingSample> samples) {
    assertEquals(STEPS, samples.stream().map(TrainingSample::getImpressionId).distinct().count());
    assertEquals(STEPS, samples.size());
    for (TrainingSample sample : samples) {
      StreamingValues values = expected.get(sample.getImpressionId());
      assertEquals(
          FloatLists.of(values.ofUser()),
          sample.getFeatures().getUserValues(),
          sample.getImpressionId());
      assertEquals(
          FloatLists.of(values.ofCandidates()[0]),
          sample.getCandidates().get(0).getFeatures(),
          sample.getImpressionId());
    }
  }
}
