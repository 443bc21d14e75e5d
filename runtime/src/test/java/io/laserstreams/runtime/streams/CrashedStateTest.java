package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.CrashCopy;
import io.laserstreams.runtime.Eventually;
import io.laserstreams.runtime.LogCapture;
import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.metrics.AppMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Goes on, under exactly-once, with the files that a crash leaves. */
@Tag("broker")
class CrashedStateTest {
  private static final int KEYS = 2_000;

  @TempDir
  private static Path brokerDir;
  private static TestBroker broker;

  @TempDir
  private Path dir;
  private final Set<String> outputs = new TreeSet<>();
  private String prefix;
  private Path left;

  @BeforeAll
  static void startBroker() {
    broker = new TestBroker(brokerDir);
    broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void crash(TestInfo test) throws Exception {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    left = dir.resolve("left");
    broker.create(1, prefix + "interactions", prefix + "scores");
    broker.create(1, Map.of("max.message.bytes", Integer.toString(DeadLetters.LARGEST_LETTER_BYTES)), prefix + "dead-letters");
    try (AppMetrics metrics = new AppMetrics("scoring"); StreamsRunner runner = run(dir.resolve("state"), metrics)) {
      send("first");
      awaitOutputs("first 1");
      CrashCopy.of(dir.resolve("state"), left);
    }
  }


  @Test
  void shouldNotRestoreWhatIsOnTheDisk() throws Exception {
    try (AppMetrics metrics = new AppMetrics("scoring"); StreamsRunner runner = run(left, metrics)) {
      send("second");
      awaitOutputs("second 2");
      assertTrue(restored(metrics) < KEYS / 10, "restored " + restored(metrics) + " records");
    }
  }

  @Test
  void shouldRestoreWhatWasLeftSoLongAgoThatDeletionsMayBeForgotten() throws Exception {
    new LocalState(left.resolve(prefix.replace(".", "-scoring"))).isFollowing(Instant.now().minus(StreamsRunner.TOMBSTONES_KEPT).minusSeconds(60));
    try (LogCapture warnings = LogCapture.ofWarnings(); AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(left, metrics)) {
      send("second");
      awaitOutputs("second 2");
      assertTrue(restored(metrics) >= KEYS, "restored " + restored(metrics) + " records");
      assertTrue(warnings.lines().stream().anyMatch(line -> line.contains("has not followed its changelogs since")),
          () -> warnings.lines().toString());
    }
  }

  @Test
  void shouldTakeNoteThatItFollows() throws Exception {
    LocalState state = new LocalState(left.resolve(prefix.replace(".", "-scoring")));
    Instant before = Instant.now().minus(StreamsRunner.TOMBSTONES_KEPT).plusSeconds(600);
    state.isFollowing(before);
    try (AppMetrics metrics = new AppMetrics("scoring"); StreamsRunner runner = run(left, metrics)) {
      Eventually.get(runner::health, Health::ready);
      Instant first = state.lastFollowing().orElseThrow();
      assertTrue(first.isAfter(before));
      Eventually.get(() -> state.lastFollowing().orElseThrow(), now -> now.isAfter(first));
      assertEquals(0, restored(metrics));
    }
  }

  private StreamsRunner run(Path stateDir, AppMetrics metrics) {
    Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", broker.address(), "topic.prefix", prefix, "state.dir",
        stateDir.toString(), "topics.check.ms", "500", "kafka.consumer.metadata.max.age.ms", "1000"));
    return CountingApp.start(properties, prefix, metrics.registry());
  }

  private static double restored(AppMetrics metrics) {
    return metrics.registry().get("laser.restored.records").counter().count();
  }

  private void send(String value) {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.address()),
        new StringSerializer(), new StringSerializer())) {
      for (int k = 0; k < KEYS; k++) {
        producer.send(new ProducerRecord<>(prefix + "interactions", "user " + k, value));
      }
    }
  }

  /** Waits until each key has this output, and requires that none has another one of the same value. */
  private void awaitOutputs(String output) throws Exception {
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker.address(),
        "isolation.level", "read_committed", "auto.offset.reset", "earliest"), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Set.of(new TopicPartition(prefix + "scores", 0)));
      String value = output.substring(0, output.indexOf(' '));
      Eventually.get(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
          if (record.value().startsWith(value)) {
            outputs.add(record.key() + " " + record.value());
          }
        });
        return outputs.size();
      }, size -> size >= KEYS);
    }
    assertTrue(outputs.stream().allMatch(found -> found.endsWith(output)), () -> outputs.toString());
    outputs.clear();
  }
}
