package io.laserstreams.systemtests;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.ShareLock;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.worker.WorkerMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that are killed again and again while they write. {@code -Dlaser.test.items=2000} plays
 * it at length.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class RandomKillsTest {
  private static final int ITEMS = Integer.getInteger("laser.test.items", 100);
  private static final int WORKERS = 2;
  private static final int MOST_QUESTIONS_TO_A_KILL = 50;
  private static final long CHANGED = 1_700_000_000_000L;
  private static final Duration LOCK = Duration.ofSeconds(8);
  private static final Duration TO_WRITE = Duration.ofMillis(200);

  @TempDir Path folder;

  @Test
  void shouldPublishOneTextAboutEachItem(Cluster cluster) throws Exception {
    Random random = new Random(1);
    try (SlowChatServer chat = new SlowChatServer(TO_WRITE);
        LaserSystem system = new LaserSystem(cluster, "kills.", folder.resolve("state"))) {
      ShareLock.set(LOCK, cluster, "kills-worker");
      system.start(AppKind.KNOWLEDGE, Map.of());
      for (int i = 0; i < ITEMS; i++) {
        system.sendAsync(
            Topic.ITEMS,
            Integer.toString(i),
            new Item(Integer.toString(i), "Film " + i, "", List.of("Drama"), Map.of(), CHANGED));
      }
      system.flush();

      List<AppProcess> workers = new ArrayList<>();
      try {
        IntStream.range(0, WORKERS).forEach(i -> workers.add(worker(system, chat, i)));
        for (int asked = 0; (asked += 1 + random.nextInt(MOST_QUESTIONS_TO_A_KILL)) < ITEMS; ) {
          int wanted = asked;
          Await.until(
              () -> wanted + " questions, there are " + chat.slowQuestions(),
              () -> chat.slowQuestions() >= wanted);
          int victim = random.nextInt(WORKERS);
          workers.get(victim).kill();
          workers.set(victim, worker(system, chat, victim));
        }
        requireOneTextEach(system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, ITEMS));
        assertTrue(chat.slowQuestions() > ITEMS, "no worker was killed while it wrote");
        assertEquals(List.of(), system.deadLetters(0));
        assertEquals(ITEMS, system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class).size());
      } finally {
        workers.forEach(AppProcess::close);
      }
    }
  }

  private AppProcess worker(LaserSystem system, SlowChatServer chat, int number) {
    return AppProcess.start(
        WorkerMain.class, system.properties(chat.settings()), folder.resolve("worker-" + number));
  }

  private static void requireOneTextEach(List<Knowledge> texts) {
    Map<String, List<Knowledge>> byItem =
        texts.stream().collect(groupingBy(Knowledge::getSubjectId));
    for (int i = 0; i < ITEMS; i++) {
      List<Knowledge> own = byItem.getOrDefault(Integer.toString(i), List.of());
      assertEquals(1, own.size(), "texts about item " + i + ": " + own);
      assertEquals(CHANGED, own.get(0).getPosition());
    }
  }
}
