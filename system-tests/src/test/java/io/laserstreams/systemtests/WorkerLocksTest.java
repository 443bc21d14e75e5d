package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.KnowledgeRequests;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.ShareLock;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.worker.WorkerMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests that a knowledge worker has taken, and that others must not take meanwhile. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class WorkerLocksTest {
  private static final Duration LOCK = Duration.ofSeconds(8);

  /** Renewed after a third of it, so a busy machine has ten seconds to be late. */
  private static final Duration RENEWED_LOCK = Duration.ofSeconds(15);

  private static final Duration LONGER_THAN_THE_LOCK = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void shouldKeepItsLockOnARequestWhoseTextTakesLongerThanTheLock(Cluster cluster)
      throws Exception {
    try (SlowChatServer chat = new SlowChatServer(LONGER_THAN_THE_LOCK);
        LaserSystem system = new LaserSystem(cluster, "slow.", folder)) {
      ShareLock.set(RENEWED_LOCK, cluster, "slow-worker");
      system.start(AppKind.WORKER, chat.settings());
      system.start(AppKind.WORKER, chat.settings());
      KnowledgeRequests.ask(system, 3);
      assertEquals(KnowledgeRequests.ids(3), KnowledgeRequests.answers(system, 3).keySet());
      assertEquals(3, chat.slowQuestions());
    }
  }

  /** One consumer of two partitions: what it fetched ahead of its work would lose its locks. */
  @Test
  void shouldKeepItsLocksThroughManyBatches(Cluster cluster) throws Exception {
    Duration lock = Duration.ofSeconds(12);
    Duration work = Duration.ofSeconds(7); // within one lock, but not twice
    try (SlowChatServer chat = new SlowChatServer(work);
        LaserSystem system = new LaserSystem(cluster, "batches.", folder)) {
      ShareLock.set(lock, cluster, "batches-worker");
      KnowledgeRequests.ask(system, 6);
      Map<String, String> worker = new HashMap<>(chat.settings());
      worker.put("worker.threads", "2");
      worker.put("worker.consumers", "1");
      system.start(AppKind.WORKER, worker);
      assertEquals(KnowledgeRequests.ids(6), KnowledgeRequests.answers(system, 6).keySet());
      assertEquals(6, chat.slowQuestions());
    }
  }

  @Test
  void shouldDeliverAKilledWorkersRequestsToAnotherWorker(Cluster cluster) throws Exception {
    try (LaserSystem system = new LaserSystem(cluster, "killed.", folder)) {
      ShareLock.set(LOCK, cluster, "killed-worker");
      KnowledgeRequests.ask(system, 6);
      try (SlowChatServer never = new SlowChatServer(Duration.ofHours(1));
          AppProcess process =
              AppProcess.start(WorkerMain.class, system.properties(never.settings()), folder)) {
        Await.until(
            () -> "a question to the chat server; the worker said: " + process.output(),
            () -> never.slowQuestions() > 0);
        process.kill();
      }
      system.start(AppKind.WORKER, Map.of());
      assertEquals(KnowledgeRequests.ids(6), KnowledgeRequests.answers(system, 6).keySet());
    }
  }
}
