package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.cli.cluster.Cluster;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.ScoringMain;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.worker.WorkerMain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a process that dies in the middle of its work leaves behind: nothing lost, nothing twice. */
@ExtendWith(ClusterUnderTest.class)
class CrashTest {
  private static final int IMPRESSIONS = 2_000;
  private static final int USERS = 50;

  @TempDir
  Path folder;

  @Test
  void shouldLeaveExactlyOneScorePerImpressionWhenScoringIsKilledAndRestarted(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "crash.", folder)) {
      Map<String, String> properties = system.properties(Map.of("session.timeout.ms", "6000"));
      try (AppProcess first = AppProcess.start(ScoringMain.class, properties, folder)) {
        impressions(system, 0, IMPRESSIONS / 2);
        system.scores(1, "i");
        impressions(system, IMPRESSIONS / 2, IMPRESSIONS);
        first.kill();
      }
      impressions(system, 0, IMPRESSIONS / 10);
      try (AppProcess second = AppProcess.start(ScoringMain.class, properties, folder)) {
        Map<String, Integer> scores = new HashMap<>();
        for (ScoredSlate slate : system.scores(IMPRESSIONS, "i")) {
          scores.merge(slate.getImpressionId(), 1, Integer::sum);
        }
        assertEquals(IMPRESSIONS, scores.size());
        assertEquals(List.of(), scores.entrySet().stream().filter(entry -> entry.getValue() > 1).toList());
      }
    }
  }

  @Test
  void shouldKeepOneAnswerPerQuestionWhenAWorkerIsKilled(Cluster cluster) {
    int items = 40;
    try (LaserSystem system = new LaserSystem(cluster, "killed-worker.", folder)) {
      system.start(AppKind.KNOWLEDGE, Map.of());
      try (AppProcess first = AppProcess.start(WorkerMain.class, system.properties(Map.of()), folder)) {
        for (int i = 0; i < items; i++) {
          system.item("item-" + i, "Title " + i, "Drama");
        }
        system.records(Topic.KNOWLEDGE_REQUESTS, KnowledgeRequest.class, items);
        system.records(Topic.KNOWLEDGE_ANSWERS, KnowledgeAnswer.class, 1);
        first.kill();
      }
      try (AppProcess second = AppProcess.start(WorkerMain.class, system.properties(Map.of()), folder)) {
        Map<String, Integer> accepted = new TreeMap<>();
        for (Knowledge knowledge : system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, items)) {
          accepted.merge(knowledge.getSubjectId() + " at " + knowledge.getPosition(), 1, Integer::sum);
        }
        assertEquals(items, accepted.size());
        assertEquals(List.of(), accepted.entrySet().stream().filter(entry -> entry.getValue() > 1).toList());
      }
    }
  }

  private static void impressions(LaserSystem system, int from, int to) {
    long now = System.currentTimeMillis();
    for (int i = from; i < to; i++) {
      system.later(Topic.IMPRESSIONS, "user-" + i % USERS, LaserSystem.impressionOf("i" + i, "user-" + i % USERS, now, "a", "b"));
    }
    system.flush();
  }
}
