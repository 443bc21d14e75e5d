package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.worker.WorkerMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The knowledge worker from outside, on a real broker and a real registry. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class KnowledgeWorkerTest {
  private static final Duration LOCK = Duration.ofSeconds(8);

  /** Renewed after a third of it, so a busy machine has ten seconds to be late. */
  private static final Duration RENEWED_LOCK = Duration.ofSeconds(15);

  private static final Duration LONGER_THAN_THE_LOCK = Duration.ofSeconds(20);

  private static final int MAX_DELIVERIES = 3;

  @TempDir Path folder;

  @Test
  void shouldAnswerRequestsFromBeforeTheFirstWorkerAndDeadLetterBadOnes(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "waited.", folder)) {
      long before = System.currentTimeMillis();
      ask(system, 20);
      system.sendBytes(Topic.KNOWLEDGE_REQUESTS, null, "bad", "no Avro".getBytes(UTF_8));
      App worker = system.start(AppKind.WORKER, Map.of());
      Map<String, List<Received>> answers = answers(system, 20);
      assertEquals(requestIds(20), answers.keySet());
      try (RecordReader reader = system.reader(Topic.KNOWLEDGE_ANSWERS)) {
        Received received = answers.get("ITEM/3/0").get(0);
        KnowledgeAnswer answer = reader.value(received, KnowledgeAnswer.class);
        assertEquals("3", received.record().key());
        assertTrue(
            received.record().timestamp() >= before,
            "record time " + received.record().timestamp());
        assertEquals("Film 3. Categories: Drama.", answer.getText());
        assertEquals(384, answer.getVectors().get(0).getValues().size());
        assertEquals("template:v1", answer.getProvenance().getGenerator());
        assertEquals(List.of("bge-small-en-v15-q"), answer.getProvenance().getEncoders());
      }
      assertEquals(
          List.of("unreadable"),
          system.deadLetters(1).stream().map(letter -> letter.reason()).toList());
      assertTrue(worker.health().detail().contains("share group"), worker.health().detail());
    }
  }

  @Test
  void shouldKeepItsLockOnARequestWhoseTextTakesLongerThanTheLock(Cluster cluster)
      throws Exception {
    try (SlowChatServer chat = new SlowChatServer(LONGER_THAN_THE_LOCK);
        LaserSystem system = new LaserSystem(cluster, "slow.", folder)) {
      lockFor(RENEWED_LOCK, cluster, "slow-worker");
      system.start(AppKind.WORKER, withChatServer(chat.baseUrl()));
      system.start(AppKind.WORKER, withChatServer(chat.baseUrl()));
      ask(system, 3);
      assertEquals(requestIds(3), answers(system, 3).keySet());
      assertEquals(3, chat.slowQuestions());
    }
  }

  @Test
  void shouldDeliverAKilledWorkersRequestsToAnotherWorker(Cluster cluster) throws Exception {
    try (LaserSystem system = new LaserSystem(cluster, "killed.", folder)) {
      lockFor(LOCK, cluster, "killed-worker");
      ask(system, 6);
      try (SlowChatServer never = new SlowChatServer(Duration.ofHours(1));
          AppProcess process =
              AppProcess.start(
                  WorkerMain.class, system.properties(withChatServer(never.baseUrl())), folder)) {
        Await.until(
            () -> "a question to the chat server; the worker said: " + process.output(),
            () -> never.slowQuestions() > 0);
        process.kill();
      }
      system.start(AppKind.WORKER, Map.of());
      assertEquals(requestIds(6), answers(system, 6).keySet());
    }
  }

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
      lockFor(LOCK, cluster, "fatal-" + mode + "-worker");
      Map<String, String> worker = new HashMap<>(withChatServer(chat.baseUrl()));
      worker.put("worker.mode", mode);
      worker.put("worker.deliveries.max", Integer.toString(MAX_DELIVERIES));
      if (mode.equals("consumer")) {
        worker.put("kafka.consumer.session.timeout.ms", "6000");
      }
      ask(system, requests);
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
      Set<String> others = requestIds(requests);
      others.remove("ITEM/3/0");
      assertEquals(others, answers(system, requests - 1).keySet());
      assertEquals(MAX_DELIVERIES, chat.slowQuestions());
      assertEquals(1, system.deadLetters(1).size());
    }
  }

  @Test
  void shouldWaitForARegistryThatIsDown(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "waiting.", folder)) {
      ask(system, 2);
      cluster.stopRegistry();
      try {
        App worker = system.launch(AppKind.WORKER, Map.of("schema.registry.patience.ms", "100"));
        Await.until(
            () -> "the worker to wait: " + worker.health(),
            () -> worker.health().detail().startsWith("waiting for the schema registry at "));
      } finally {
        cluster.startRegistry();
      }
      assertEquals(requestIds(2), answers(system, 2).keySet());
      assertEquals(List.of(), system.deadLetters(0));
    }
  }

  @Test
  void shouldWorkInAConsumerGroup(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "consumers.", folder)) {
      ask(system, 20);
      App worker = system.start(AppKind.WORKER, Map.of("worker.mode", "consumer"));
      system.start(AppKind.WORKER, Map.of("worker.mode", "consumer"));
      assertEquals(requestIds(20), answers(system, 20).keySet());
      assertTrue(worker.health().detail().contains("consumer group"), worker.health().detail());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"share", "consumer"})
  void shouldAnswerRequestsOfATopicThatWasCreatedAgain(String mode, Cluster cluster)
      throws Exception {
    try (LaserSystem system = new LaserSystem(cluster, "again-" + mode + ".", folder);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      App worker =
          system.start(AppKind.WORKER, Map.of("worker.mode", mode, "topics.check.ms", "500"));
      ask(system, 3);
      assertEquals(requestIds(3), answers(system, 3).keySet());

      String requests = system.topic(Topic.KNOWLEDGE_REQUESTS);
      admin.deleteTopics(Set.of(requests)).all().get();
      Await.until(
          () -> "the topic to be named: " + worker.health(),
          () -> worker.health().detail().contains(requests));
      system.provision();
      Await.until(
          () -> "the worker to be ready: " + worker.health(), () -> worker.health().ready());

      ask(system, 8);
      assertEquals(requestIds(8), answers(system, 8).keySet());
    }
  }

  private static void lockFor(Duration lock, Cluster cluster, String group)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, group),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              "share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static void ask(LaserSystem system, int requests) {
    for (int i = 0; i < requests; i++) {
      String id = Integer.toString(i);
      system.sendAsync(
          Topic.KNOWLEDGE_REQUESTS,
          id,
          new KnowledgeRequest(
              "ITEM/" + i + "/0",
              SubjectKind.ITEM,
              id,
              0L,
              0L,
              1,
              Map.of(),
              "Film " + i,
              "",
              List.of("Drama"),
              List.of(),
              System.currentTimeMillis()));
    }
    system.flush();
  }

  private static Set<String> requestIds(int requests) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < requests; i++) {
      ids.add("ITEM/" + i + "/0");
    }
    return ids;
  }

  private static Map<String, String> withChatServer(String chatServer) {
    return Map.of(
        "generator.items",
        "openai",
        "generator.openai.model",
        "slow",
        "generator.openai.base.url",
        chatServer);
  }

  /** Answers by request id, once as many requests as expected have one. */
  private static Map<String, List<Received>> answers(LaserSystem system, int expected) {
    Map<String, List<Received>> answers = new HashMap<>();
    try (RecordReader reader = system.reader(Topic.KNOWLEDGE_ANSWERS)) {
      Await.until(
          () -> "answers to " + expected + " requests, there are " + answers.keySet(),
          () -> {
            reader
                .poll(Duration.ofMillis(100))
                .forEach(
                    received ->
                        answers
                            .computeIfAbsent(
                                reader.value(received, KnowledgeAnswer.class).getRequestId(),
                                id -> new ArrayList<>())
                            .add(received));
            return answers.size() >= expected;
          });
    }
    return answers;
  }
}
