package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.knowledge.KnowledgeMain;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.scoring.ScoringMain;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.HttpPort;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Preferences;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.MetricsText;
import io.laserstreams.trainer.TrainerMain;
import io.laserstreams.worker.WorkerMain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes killed in the middle of their work: nothing is lost, nothing happens twice. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class CrashTest {
  private static final int IMPRESSIONS = 2_000;
  private static final int USERS = 50;
  private static final Pattern ROUND = Pattern.compile("training: round (\\d+)");
  private static final Pattern NEW_SLATES = Pattern.compile("round \\d+, [1-9]\\d* new slates");

  @TempDir Path folder;

  @Test
  void shouldWriteExactlyOneScorePerImpressionWhenScoringIsKilledAndRestarted(Cluster cluster) {
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
        assertEquals(
            List.of(), scores.entrySet().stream().filter(entry -> entry.getValue() > 1).toList());
      }
    }
  }

  @Test
  void shouldAcceptOneAnswerPerRequestWhenAWorkerIsKilled(Cluster cluster) {
    int items = 40;
    try (LaserSystem system = new LaserSystem(cluster, "killed-worker.", folder)) {
      system.start(AppKind.KNOWLEDGE, Map.of());
      try (AppProcess first =
          AppProcess.start(WorkerMain.class, system.properties(Map.of()), folder)) {
        for (int i = 0; i < items; i++) {
          system.item("item-" + i, "Title " + i, "Drama");
        }
        system.records(Topic.KNOWLEDGE_REQUESTS, KnowledgeRequest.class, items);
        system.records(Topic.KNOWLEDGE_ANSWERS, KnowledgeAnswer.class, 1);
        first.kill();
      }
      try (AppProcess second =
          AppProcess.start(WorkerMain.class, system.properties(Map.of()), folder)) {
        Map<String, Integer> accepted = new TreeMap<>();
        for (Knowledge knowledge : system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, items)) {
          accepted.merge(
              knowledge.getSubjectId() + " at " + knowledge.getPosition(), 1, Integer::sum);
        }
        assertEquals(items, accepted.size());
        assertEquals(
            List.of(), accepted.entrySet().stream().filter(entry -> entry.getValue() > 1).toList());
      }
    }
  }

  @Test
  void shouldKeepWhoWaitsForTheBudgetWhenKnowledgeIsKilled(Cluster cluster) {
    HttpPort port = HttpPort.free();
    try (LaserSystem system = new LaserSystem(cluster, "killed-queue.", folder)) {
      Map<String, String> properties =
          new HashMap<>(system.properties(Map.of("session.timeout.ms", "6000")));
      properties.putAll(port.properties());
      properties.put("user.cold.start.events", "1");
      properties.put("budget.tokens.per.hour", "1");
      long now = System.currentTimeMillis();
      try (AppProcess first = AppProcess.start(KnowledgeMain.class, properties, folder)) {
        for (int i = 0; i < USERS; i++) {
          system.click("c" + i, "user-" + i, "item", now);
        }
        // Each of two partitions overdraws its account by one request.
        Await.until(
            "all but one user of each partition wait",
            () -> waiting(port) == USERS - LaserSystem.PARTITIONS);
        first.kill();
      }
      properties.put("budget.tokens.per.hour", "0");
      try (AppProcess second = AppProcess.start(KnowledgeMain.class, properties, folder)) {
        Map<String, Integer> asked = new TreeMap<>();
        for (KnowledgeRequest request :
            system.records(Topic.KNOWLEDGE_REQUESTS, KnowledgeRequest.class, USERS)) {
          asked.merge(request.getSubjectId(), 1, Integer::sum);
        }
        assertEquals(USERS, asked.size());
        assertEquals(
            List.of(), asked.entrySet().stream().filter(entry -> entry.getValue() > 1).toList());
        Await.until("nobody waits", () -> waiting(port) == 0);
      }
    }
  }

  private static double waiting(HttpPort port) {
    return new MetricsText(port.get("/metrics"))
        .samples("laser_knowledge_waiting").stream()
            .mapToDouble(MetricsText.Sample::value)
            .reduce(Double::sum)
            .orElse(Double.NaN);
  }

  @Test
  void shouldContinueAtTheCheckpointWhenATrainerIsKilledAndReleaseNoVersionTwice(Cluster cluster) {
    HttpPort firstHttp = HttpPort.free();
    HttpPort secondHttp = HttpPort.free();
    Iterator<TrainingSample> samples = Preferences.samples(3_200, false).iterator();
    try (LaserSystem system = new LaserSystem(cluster, "killed-trainer.", folder)) {
      try (AppProcess first = trainer(system, firstHttp, "first")) {
        publish(system, samples, 600);
        awaitRound(1, firstHttp, first);
        publish(system, samples, 600);
        long round = awaitRound(2, firstHttp, first);
        try (AppProcess second = trainer(system, secondHttp, "second")) {
          Await.until(
              () ->
                  "the second trainer to stand by: "
                      + secondHttp.get("/health/ready")
                      + second.output(),
              () -> secondHttp.get("/health/ready").contains("standing by"));
          publish(system, samples, 2_000);
          Await.until(
              () -> "the first trainer in the middle of a round: " + firstHttp.get("/health/ready"),
              () -> NEW_SLATES.matcher(firstHttp.get("/health/ready")).find());
          first.kill();

          assertTrue(
              awaitRound(0, secondHttp, second) >= round,
              "it does not start at the checkpoint of round " + round);
          awaitRound(round + 1, secondHttp, second);
        }
      }
      List<String> versions =
          system.records(Topic.MODELS, ModelRelease.class).stream()
              .filter(record -> record != null && record.getRelease() != null)
              .map(record -> record.getVersion())
              .toList();
      assertTrue(versions.size() >= 2, versions.toString());
      assertEquals(versions.stream().distinct().sorted().toList(), versions);
    }
  }

  private AppProcess trainer(LaserSystem system, HttpPort http, String name) {
    Map<String, String> more = new HashMap<>(http.properties());
    more.putAll(
        Map.of(
            "item.encoder",
            "none",
            "user.encoder",
            "none",
            "training.interval.ms",
            "0",
            "release.samples.min",
            "1000",
            "release.tolerance",
            "1",
            "round.slates.min",
            "300",
            "capacity.items",
            "1000",
            "releases.kept",
            "100"));
    more.put("checkpoint.dir", folder.resolve("checkpoints").toString());
    more.put("kafka.consumer.session.timeout.ms", "6000");
    return AppProcess.start(TrainerMain.class, system.properties(more), folder.resolve(name));
  }

  private static void publish(LaserSystem system, Iterator<TrainingSample> samples, int slates) {
    for (int i = 0; i < slates; i++) {
      TrainingSample sample = samples.next();
      system.sendAsync(Topic.SAMPLES, sample.getUserId(), sample);
    }
    system.flush();
  }

  /**
   * Waits until the trainer trains and has finished a round with at least this number.
   *
   * @return the number of the last round
   */
  private static long awaitRound(long number, HttpPort http, AppProcess trainer) {
    AtomicLong last = new AtomicLong();
    Await.until(
        () -> "the end of round " + number + ": " + http.get("/health/ready") + trainer.output(),
        () -> {
          Matcher said = ROUND.matcher(http.get("/health/ready"));
          last.set(said.find() ? Long.parseLong(said.group(1)) : -1);
          return last.get() >= number;
        });
    return last.get();
  }

  private static void impressions(LaserSystem system, int from, int to) {
    long now = System.currentTimeMillis();
    for (int i = from; i < to; i++) {
      system.sendAsync(
          Topic.IMPRESSIONS,
          "user-" + i % USERS,
          LaserSystem.impressionOf("i" + i, "user-" + i % USERS, now, "a", "b"));
    }
    system.flush();
  }
}
