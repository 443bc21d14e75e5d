package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.cli.client.RecordReader.Received;
import io.laserstreams.cli.cluster.EmbeddedCluster;
import io.laserstreams.cli.topics.Layout;
import io.laserstreams.cli.topics.TopicProvisioner;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.worker.WorkerApp;
import io.laserstreams.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The knowledge worker from outside, on a real broker and a real registry. */
class KnowledgeWorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOCK = Duration.ofSeconds(2);

  private static EmbeddedCluster cluster;
  private static Schemas schemas;

  @BeforeAll
  static void startCluster() {
    cluster = EmbeddedCluster.start(EmbeddedCluster.Settings.temporary().withBrokerConfig(Map.of(
        "group.share.record.lock.duration.ms", Long.toString(LOCK.toMillis()),
        "group.share.min.record.lock.duration.ms", "1000")));
    schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), PATIENCE);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void shouldAnswerRequestsThatWaitedForTheFirstWorkerAndDeadLetterBadOnes() {
    String prefix = provisioned("waited.");
    long before = System.currentTimeMillis();
    ask(prefix, 20);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", cluster.bootstrapServers()),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topic.KNOWLEDGE_REQUESTS.on(prefix), "bad".getBytes(UTF_8), "no Avro".getBytes(UTF_8)));
    }
    try (WorkerApp worker = started(prefix, Map.of())) {
      Map<String, List<Received>> answers = answers(prefix, 20);
      assertEquals(requestIds(20), answers.keySet());
      try (RecordReader reader = reader(prefix, Topic.KNOWLEDGE_ANSWERS)) {
        Received received = answers.get("ITEM/3/0").get(0);
        KnowledgeAnswer answer = reader.value(received, KnowledgeAnswer.class);
        assertEquals("3", received.record().key());
        assertTrue(received.record().timestamp() >= before, "record time " + received.record().timestamp());
        assertEquals("Film 3. Categories: Drama.", answer.getText());
        assertEquals(384, answer.getVectors().get(0).getValues().size());
        assertEquals("template:v1", answer.getProvenance().getGenerator());
        assertEquals(List.of("bge-small-en-v15-q"), answer.getProvenance().getEncoders());
      }
      assertEquals(1, read(prefix, Topic.DEAD_LETTERS, 1).size());
      assertTrue(worker.health().detail().contains("share group"), worker.health().detail());
    }
  }

  @Test
  void shouldKeepItsRequestWhileATextTakesLongerThanTheLock() throws IOException {
    String prefix = provisioned("slow.");
    try (SlowChatServer chat = new SlowChatServer(LOCK.multipliedBy(3)); WorkerApp worker = started(prefix, writingBy(chat));
        WorkerApp other = started(prefix, writingBy(chat))) {
      ask(prefix, 3);
      assertEquals(requestIds(3), answers(prefix, 3).keySet());
      assertEquals(3, chat.asked());
    }
  }

  @Test
  void shouldDeliverAKilledWorkersRequestsToAnother(@TempDir Path folder) throws Exception {
    String prefix = provisioned("killed.");
    ask(prefix, 6);
    try (SlowChatServer never = new SlowChatServer(Duration.ofHours(1))) {
      Process process = process(prefix, writingBy(never), folder);
      await(() -> never.asked() > 0);
      process.destroyForcibly().waitFor();
    }
    try (WorkerApp worker = started(prefix, Map.of())) {
      assertEquals(requestIds(6), answers(prefix, 6).keySet());
    }
  }

  @Test
  void shouldWaitForARegistryThatIsDown() {
    String prefix = provisioned("registry.");
    ask(prefix, 2);
    cluster.stopRegistry();
    try (WorkerApp worker = started(prefix, Map.of("schema.registry.patience.ms", "100"))) {
      await(() -> worker.health().detail().contains("requests wait"));
      cluster.startRegistry();
      assertEquals(requestIds(2), answers(prefix, 2).keySet());
      assertEquals(List.of(), read(prefix, Topic.DEAD_LETTERS, 0));
    }
  }

  @Test
  void shouldWorkInAConsumerGroup() {
    String prefix = provisioned("consumers.");
    ask(prefix, 20);
    try (WorkerApp worker = started(prefix, Map.of("worker.mode", "consumer")); WorkerApp other = started(prefix,
        Map.of("worker.mode", "consumer"))) {
      assertEquals(requestIds(20), answers(prefix, 20).keySet());
      assertTrue(worker.health().detail().contains("consumer group"), worker.health().detail());
    }
  }

  private static String provisioned(String prefix) {
    TopicProvisioner.provision(cluster.bootstrapServers(), cluster.registryUrl(), Layout.standard().withPrefix(prefix));
    return prefix;
  }

  private static void ask(String prefix, int requests) {
    try (RecordPublisher publisher = new RecordPublisher(cluster.bootstrapServers(), schemas, prefix)) {
      for (int i = 0; i < requests; i++) {
        String id = Integer.toString(i);
        publisher.send(Topic.KNOWLEDGE_REQUESTS, id, new KnowledgeRequest("ITEM/" + i + "/0", SubjectKind.ITEM, id, 0L, 0L, 1, Map.of(),
            "Film " + i, "", List.of("Drama"), List.of(), System.currentTimeMillis()));
      }
      publisher.flush();
    }
  }

  private static Set<String> requestIds(int requests) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < requests; i++) {
      ids.add("ITEM/" + i + "/0");
    }
    return ids;
  }

  private static Map<String, String> properties(String prefix, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(Map.of("bootstrap.servers", cluster.bootstrapServers(), "schema.registry.url",
        cluster.registryUrl(), "topic.prefix", prefix, "http.port", "0"));
    properties.putAll(more);
    return properties;
  }

  private static Map<String, String> writingBy(SlowChatServer chat) {
    return Map.of("generator.items", "openai", "generator.openai.model", "slow", "generator.openai.base.url", chat.baseUrl());
  }

  private static WorkerApp started(String prefix, Map<String, String> more) {
    WorkerApp worker = new WorkerApp(properties(prefix, more));
    worker.start();
    return worker;
  }

  private static Process process(String prefix, Map<String, String> more, Path folder) throws IOException {
    Properties properties = new Properties();
    properties.putAll(properties(prefix, more));
    Path file = folder.resolve("worker.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), WorkerMain.class.getName(), "--config",
        file.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("worker.log").toFile()).start();
  }

  /** Answers by request, once as many requests as expected have one. */
  private static Map<String, List<Received>> answers(String prefix, int expected) {
    Map<String, List<Received>> answers = new HashMap<>();
    try (RecordReader reader = reader(prefix, Topic.KNOWLEDGE_ANSWERS)) {
      await(() -> {
        reader.poll(Duration.ofMillis(100)).forEach(received -> answers
            .computeIfAbsent(reader.value(received, KnowledgeAnswer.class).getRequestId(), id -> new ArrayList<>()).add(received));
        return answers.size() >= expected;
      });
    }
    return answers;
  }

  private static List<Received> read(String prefix, Topic topic, int expected) {
    List<Received> records = new ArrayList<>();
    try (RecordReader reader = reader(prefix, topic)) {
      await(() -> {
        records.addAll(reader.poll(Duration.ofMillis(500)));
        return records.size() >= expected;
      });
    }
    return records;
  }

  private static RecordReader reader(String prefix, Topic topic) {
    return new RecordReader(cluster.bootstrapServers(), schemas, prefix, Set.of(topic));
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < giveUp, "not within " + PATIENCE);
      Thread.onSpinWait();
    }
  }
}
