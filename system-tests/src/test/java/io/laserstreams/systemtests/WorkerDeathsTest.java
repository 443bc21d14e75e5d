package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.deadletter.DeadLetter;
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
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose workers die of them. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class WorkerDeathsTest {
  private static final Duration LOCK = Duration.ofSeconds(8);
  private static final int MAX_DELIVERIES = 3;

  @TempDir Path folder;

  /**
   * The worker is killed each time it asks about the culprit, as if that request had crashed it
   * together with all others in flight.
   */
  @ParameterizedTest
  @ValueSource(strings = {"share", "consumer"})
  void shouldDeadLetterOnlyTheRequestThatKillsItsWorkers(String mode, Cluster cluster)
      throws Exception {
    int requests = 7;
    String culprit = "Film 3";
    try (SlowChatServer chat = new SlowChatServer(culprit, Duration.ofHours(1));
        LaserSystem system = new LaserSystem(cluster, "fatal-" + mode + ".", folder)) {
      ShareLock.set(LOCK, cluster, "fatal-" + mode + "-worker");
      Map<String, String> worker = new HashMap<>(chat.settings());
      worker.put("worker.mode", mode);
      worker.put("worker.deliveries.max", Integer.toString(MAX_DELIVERIES));
      if (mode.equals("consumer")) {
        worker.put("kafka.consumer.session.timeout.ms", "6000");
      }
      KnowledgeRequests.ask(system, requests);
      for (int death = 1; death <= MAX_DELIVERIES; death++) {
        int deaths = death;
        try (AppProcess process =
            AppProcess.start(WorkerMain.class, system.properties(worker), folder)) {
          Await.until(
              () -> "death " + deaths + "; the workers said: " + process.output(),
              () -> chat.slowQuestions() >= deaths);
          process.kill();
        }
      }
      system.start(AppKind.WORKER, worker);
      DeadLetter letter = system.deadLetters(1).get(0);
      assertEquals("delivered-too-often", letter.reason());
      assertTrue(
          letter.message().startsWith("Delivered 4 times without an answer"), letter.message());
      assertEquals("3", new String(letter.key(), UTF_8));
      Set<String> others = KnowledgeRequests.ids(requests);
      others.remove("ITEM/3/0");
      assertEquals(others, KnowledgeRequests.answers(system, requests - 1).keySet());
      assertEquals(MAX_DELIVERIES, chat.slowQuestions());
      assertEquals(1, system.deadLetters(1).size());
    }
  }
}
