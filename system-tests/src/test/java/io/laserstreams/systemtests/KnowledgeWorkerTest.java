package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.KnowledgeRequests;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The knowledge worker from outside, on a real broker and a real registry. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class KnowledgeWorkerTest {
  @TempDir Path folder;

  @Test
  void shouldAnswerRequestsFromBeforeTheFirstWorkerAndDeadLetterBadOnes(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "waited.", folder)) {
      long before = System.currentTimeMillis();
      KnowledgeRequests.ask(system, 20);
      system.sendBytes(Topic.KNOWLEDGE_REQUESTS, null, "bad", "no Avro".getBytes(UTF_8));
      App worker = system.start(AppKind.WORKER, Map.of());
      Map<String, List<Received>> answers = KnowledgeRequests.answers(system, 20);
      assertEquals(KnowledgeRequests.ids(20), answers.keySet());
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
  void shouldWaitForARegistryThatIsDown(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "waiting.", folder)) {
      KnowledgeRequests.ask(system, 2);
      cluster.stopRegistry();
      try {
        App worker = system.launch(AppKind.WORKER, Map.of("schema.registry.patience.ms", "100"));
        Await.until(
            () -> "the worker to wait: " + worker.health(),
            () -> worker.health().detail().startsWith("waiting for the schema registry at "));
      } finally {
        cluster.startRegistry();
      }
      assertEquals(KnowledgeRequests.ids(2), KnowledgeRequests.answers(system, 2).keySet());
      assertEquals(List.of(), system.deadLetters(0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, Incorrect API key provided",
    "404, The model `slow` does not exist",
    "400, unknown model slow"
  })
  void shouldSayWithoutARequestThatItsGeneratorCannotWrite(int status, String body, Cluster cluster)
      throws Exception {
    try (RefusingChatServer chat = new RefusingChatServer(status, body);
        LaserSystem system = new LaserSystem(cluster, "refused-" + status + ".", folder)) {
      App worker = system.launch(AppKind.WORKER, chat.settings());
      Await.until(
          () -> "the worker to say what is wrong: " + worker.health(),
          () -> worker.health().detail().contains("answered " + status + ": " + body));
      assertFalse(worker.health().ready());
      chat.putRight();
      Await.until(
          () -> "the worker to be ready: " + worker.health(), () -> worker.health().ready());
      assertEquals(List.of(), system.deadLetters(0));
    }
  }

  @Test
  void shouldWorkInAConsumerGroup(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "consumers.", folder)) {
      KnowledgeRequests.ask(system, 20);
      App worker = system.start(AppKind.WORKER, Map.of("worker.mode", "consumer"));
      system.start(AppKind.WORKER, Map.of("worker.mode", "consumer"));
      assertEquals(KnowledgeRequests.ids(20), KnowledgeRequests.answers(system, 20).keySet());
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
      KnowledgeRequests.ask(system, 3);
      assertEquals(KnowledgeRequests.ids(3), KnowledgeRequests.answers(system, 3).keySet());

      String requests = system.topic(Topic.KNOWLEDGE_REQUESTS);
      admin.deleteTopics(Set.of(requests)).all().get();
      Await.until(
          () -> "the topic to be named: " + worker.health(),
          () -> worker.health().detail().contains(requests));
      system.provision();
      Await.until(
          () -> "the worker to be ready: " + worker.health(), () -> worker.health().ready());

      KnowledgeRequests.ask(system, 8);
      assertEquals(KnowledgeRequests.ids(8), KnowledgeRequests.answers(system, 8).keySet());
    }
  }
}
