package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.ScoringApp;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics of a running system are deleted, and created again or not. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class DeletedTopicsTest {
  private static final Map<String, String> FREQUENT_CHECKS =
      Map.of("topics.check.ms", "500", "features.publish.ms", "100");
  private static final int ITEMS = 30;

  @TempDir Path folder;

  /**
   * Item statistics are a copy of their owners' state: an instance never serves with fewer than all
   * of them.
   */
  @Test
  void shouldRecoverAllItemStatisticsWhateverHappensToTheirTopic(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "statistics-gone.", folder)) {
      ScoringApp scoring = (ScoringApp) system.start(AppKind.SCORING, FREQUENT_CHECKS);
      for (int i = 0; i < ITEMS; i++) {
        system.click("click-" + i, "user-" + i % 7, "item-" + i, 1_780_000_000_000L + i);
      }
      Await.until(
          () -> "statistics: " + interactions(scoring), () -> interactions(scoring) == ITEMS);

      delete(system, Topic.ITEM_STATISTICS);
      Await.until(
          () -> "the topic to be named: " + scoring.health(),
          () -> scoring.health().detail().contains("statistics-gone.item-statistics"));
      assertEquals(Health.State.STARTING, scoring.health().state());
      assertEquals(ITEMS, interactions(scoring), "a running instance keeps its statistics");
      system.provision();
      Await.until(() -> "scoring to be ready: " + scoring.health(), () -> scoring.health().ready());
      Await.until("all items to be published again", () -> published(system).size() == ITEMS);
      assertEquals(ITEMS, interactions(scoring));

      system.stop(scoring);
      delete(system, Topic.ITEM_STATISTICS);
      system.provision();
      ScoringApp again = (ScoringApp) system.launch(AppKind.SCORING, FREQUENT_CHECKS);
      Await.until(
          () -> "scoring to process: " + again.health(),
          () -> {
            boolean ready = again.health().ready();
            assertTrue(
                !ready || interactions(again) == ITEMS,
                () -> "served with statistics of " + interactions(again));
            return ready;
          });
      Await.until("all items to be published again", () -> published(system).size() == ITEMS);
      system.click("late", "user-1", "item-1", 1_780_000_001_000L);
      Await.until(
          () -> "statistics: " + interactions(again), () -> interactions(again) == ITEMS + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(AppKind.class)
  void shouldNameADeletedTopicAndContinueOnceItIsCreatedAgain(AppKind kind, Cluster cluster) {
    Map<AppKind, Topic> topics =
        Map.of(
            AppKind.SCORING,
            Topic.IMPRESSIONS,
            AppKind.KNOWLEDGE,
            Topic.KNOWLEDGE_ANSWERS,
            AppKind.WORKER,
            Topic.KNOWLEDGE_REQUESTS,
            AppKind.TRAINER,
            Topic.SAMPLES);
    try (LaserSystem system = new LaserSystem(cluster, "gone-" + kind + ".", folder)) {
      App app = system.start(kind, Map.of("topics.check.ms", "500"));

      delete(system, topics.get(kind));

      Await.until(
          () -> "the topic to be named: " + app.health(),
          () ->
              app.health()
                  .detail()
                  .contains("missing topics [" + system.topic(topics.get(kind)) + "]"));
      assertEquals(Health.State.STARTING, app.health().state());
      system.provision();
      Await.until(() -> "the app to be ready: " + app.health(), () -> app.health().ready());
    }
  }

  @Test
  void shouldScoreImpressionsOfATopicThatWasCreatedAgain(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "impressions-gone.", folder)) {
      App scoring = system.start(AppKind.SCORING, FREQUENT_CHECKS);
      system.score("before", "ann", 1_780_000_000_000L, "a");

      delete(system, Topic.IMPRESSIONS);
      Await.until(
          () -> "the topic to be named: " + scoring.health(),
          () -> scoring.health().detail().contains("impressions-gone.impressions"));
      system.provision();
      system.impression("after-1", "ann", 1_780_000_001_000L, "a");
      system.impression("after-2", "ann", 1_780_000_002_000L, "a");

      assertEquals(
          List.of("after-1", "after-2"),
          system.scores(2, "after").stream().map(slate -> slate.getImpressionId()).toList());
    }
  }

  private static double interactions(ScoringApp scoring) {
    return scoring.meters().get(FeatureEngine.INTERACTIONS).gauge().value();
  }

  private static Set<String> published(LaserSystem system) {
    return system.records(Topic.ITEM_STATISTICS, ItemStatistics.class).stream()
        .map(ItemStatistics::getItemId)
        .collect(Collectors.toSet());
  }

  private static void delete(LaserSystem system, Topic topic) {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", system.cluster().bootstrapServers()))) {
      admin.deleteTopics(Set.of(system.topic(topic))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
