package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.App.Health.State;
import io.laserstreams.runtime.LogCapture;
import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.state.Folders;
import io.laserstreams.testsupport.Await;
import io.micrometer.core.instrument.Counter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Topics that are deleted, recreated or emptied under an app that counts values by key; each test
 * has topics of its own.
 */
@Tag("broker")
class ChangedTopicsTest {
  @TempDir private static Path brokerDir;
  private static TestBroker broker;

  @TempDir private Path stateDir;
  private AppMetrics metrics = new AppMetrics("scoring");
  private TestBroker used = broker;
  private String prefix;
  private StreamsRunner runner;

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
  void createTopics(TestInfo test) throws Exception {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    create();
  }

  @AfterEach
  void close() {
    stop();
    metrics.close();
  }

  @Test
  void shouldNameADeletedOutputAndContinueWhenItIsRecreated() throws Exception {
    run();
    send("a");
    assertEquals(List.of("a 1"), outputs(1));

    delete(prefix + "scores");

    Health waiting = Await.value(runner::health, health -> health.detail().contains("missing"));
    assertEquals(
        Health.starting(
            "waiting for the missing topics ["
                + prefix
                + "scores], which were deleted; create them with: laser "
                + "topics apply"),
        waiting);
    send("b");
    broker.create(1, prefix + "scores");
    Await.value(runner::health, Health::ready);
    assertEquals(
        List.of("b 2"), outputs(1), "what was written while it was missing is in the new topic");
    assertEquals(1, recreated("scores"));
  }

  @Test
  void shouldReadARecreatedSourceFromItsBeginning() throws Exception {
    run();
    send("a", "b");
    outputs(2);

    delete(prefix + "interactions");
    Health waiting =
        Await.value(runner::health, health -> health.detail().contains("waiting for the missing"));
    assertTrue(waiting.detail().contains(prefix + "interactions"), waiting.detail());
    broker.create(1, prefix + "interactions");
    send("c", "d", "e", "f");

    Await.value(runner::health, Health::ready);
    assertEquals(
        List.of("a 1", "b 2", "c 3", "d 4", "e 5", "f 6"),
        outputs(6),
        "none is skipped, and the state stays");
    assertEquals(1, recreated("interactions"));
  }

  @Test
  void shouldRestartOnAllInstances(@TempDir Path otherStateDir) throws Exception {
    run();
    StreamsRunner first = runner;
    try (AppMetrics otherMetrics = new AppMetrics("scoring");
        StreamsRunner second = run(otherStateDir, otherMetrics)) {
      Await.value(second::health, Health::ready);
      send("a", "b");
      outputs(2);

      delete(prefix + "interactions");
      broker.create(1, prefix + "interactions");
      Await.value(
          () -> recreated(metrics, "interactions") + recreated(otherMetrics, "interactions"),
          times -> times >= 1);
      send("c", "d");

      List<String> values = outputs(4).stream().map(output -> output.substring(0, 1)).toList();
      assertTrue(values.containsAll(List.of("a", "b", "c", "d")), values.toString());
      Await.value(first::health, Health::ready);
      Await.value(second::health, Health::ready);
    }
  }

  @Test
  void shouldNoticeASourceThatWasRecreatedBetweenTwoChecks() throws Exception {
    run();
    send("a", "b");
    outputs(2);

    delete(prefix + "interactions");
    broker.create(1, prefix + "interactions");
    send("c", "d", "e");

    Await.value(() -> recreated("interactions"), times -> times == 1);
    List<String> values = outputs(5).stream().map(output -> output.substring(0, 1)).toList();
    assertTrue(
        values.containsAll(List.of("c", "d")),
        () -> "before the position in the old topic: " + values);
  }

  @Test
  void shouldReadASourceThatWasRecreatedWhileTheAppWasDownWhateverAMemberCommittedLater()
      throws Exception {
    run();
    send("a", "b");
    outputs(2);
    stop();

    delete(prefix + "interactions");
    broker.create(1, prefix + "interactions");
    send("c", "d", "e");
    try (Admin admin = broker.admin()) {
      Await.value(
          () ->
              admin
                  .describeConsumerGroups(Set.of(group()))
                  .describedGroups()
                  .get(group())
                  .get()
                  .members()
                  .size(),
          members -> members == 0);
      admin
          .alterConsumerGroupOffsets(
              group(),
              Map.of(new TopicPartition(prefix + "interactions", 0), new OffsetAndMetadata(2)))
          .all()
          .get();
    }
    run();

    assertEquals(List.of("a 1", "b 2", "c 3", "d 4", "e 5"), outputs(5));
    assertEquals(1, recreated("interactions"));
  }

  @Test
  void shouldFailWhenAChangelogIsDeletedAndAtEveryStartUntilItIsReset() throws Exception {
    run();
    send("a", "b");
    outputs(2);
    String changelog = group() + "-counts-changelog";
    Await.value(() -> knownTopics().contains(changelog), known -> known);

    delete(changelog);

    Health failed = Await.value(runner::health, health -> !health.live());
    assertEquals(State.FAILED, failed.state());
    assertTrue(
        failed.detail().startsWith("The internal topics [" + changelog + "] were deleted"),
        failed.detail());
    assertTrue(failed.detail().contains(group() + "-topics"), failed.detail());
    stop();
    run();
    assertEquals(failed.detail(), Await.value(runner::health, health -> !health.live()).detail());
    stop();

    Folders.delete(stateDir.resolve(group()));
    try (Admin admin = broker.admin()) {
      admin.deleteConsumerGroups(Set.of(group() + "-topics")).all().get();
    }
    run();
    send("c");
    assertEquals(List.of("a 1", "b 2", "c 1"), outputs(3), "without the lost count");
  }

  @Test
  void shouldFailIfAChangelogWasDeletedWhileTheAppWasDownEvenWithoutLocalState() throws Exception {
    run();
    send("a", "b");
    outputs(2);
    String changelog = group() + "-counts-changelog";
    Await.value(() -> knownTopics().contains(changelog), known -> known);
    stop();
    delete(changelog);
    broker.create(1, changelog);
    Folders.delete(stateDir.resolve(group()));

    run();

    Health failed = Await.value(runner::health, health -> !health.live());
    assertTrue(
        failed.detail().startsWith("The internal topics [" + changelog + "] were deleted"),
        failed.detail());
  }

  @Test
  void shouldNotUseTheStateOfAnotherCluster(@TempDir Path otherDir) throws Exception {
    run();
    send("a", "b");
    outputs(2);
    Await.value(() -> knownTopics().contains(group() + "-counts-changelog"), known -> known);
    stop();

    try (TestBroker other = new TestBroker(otherDir)) {
      other.start();
      used = other;
      create();
      run();
      send("c");
      assertEquals(List.of("c 1"), outputs(1));
      stop();
    } finally {
      used = broker;
    }
  }

  @Test
  void shouldCountRecordsThatWereDeletedBeforeTheyWereRead() throws Exception {
    run();
    send("a");
    outputs(1);
    stop();
    TopicPartition partition = new TopicPartition(prefix + "interactions", 0);
    send("b", "c", "d", "e");
    try (Admin admin = broker.admin();
        LogCapture warnings = LogCapture.ofWarnings()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4))).all().get();
      run();

      assertEquals(List.of("a 1", "e 2"), outputs(2));
      assertEquals(
          3,
          metrics
              .registry()
              .get(LostRecords.METRIC)
              .tag("topic", prefix + "interactions")
              .counter()
              .count());
      assertTrue(
          warnings.lines().stream()
              .anyMatch(
                  line ->
                      line.startsWith(
                          "scoring: 3 offsets of "
                              + partition
                              + " were deleted before "
                              + "they were read, from 1 to 4")),
          () -> warnings.lines().toString());
    }
  }

  private double recreated(String topic) {
    return recreated(metrics, topic);
  }

  private double recreated(AppMetrics of, String topic) {
    Counter counter =
        of.registry().find("laser.topics.made.again").tag("topic", prefix + topic).counter();
    return counter == null ? 0 : counter.count();
  }

  private String group() {
    return prefix.substring(0, prefix.length() - 1) + "-scoring";
  }

  private Set<String> knownTopics() throws Exception {
    return new LocalState(stateDir.resolve(group())).copyOf().keySet();
  }

  private void create() throws Exception {
    CountingApp.createTopics(used, prefix);
  }

  private static void delete(String topic) throws Exception {
    try (Admin admin = broker.admin()) {
      admin.deleteTopics(Set.of(topic)).all().get();
      Await.value(() -> admin.listTopics().names().get().contains(topic), exists -> !exists);
    }
  }

  private void run() {
    metrics = new AppMetrics("scoring");
    runner = run(stateDir, metrics);
  }

  private StreamsRunner run(Path state, AppMetrics to) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                used.address(),
                "topic.prefix",
                prefix,
                "state.dir",
                state.toString(),
                "topics.check.ms",
                "500"));
    return CountingApp.start(properties, prefix, to.registry());
  }

  private void stop() {
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }

  private void send(String... values) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", used.address()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(prefix + "interactions", "ann", value)).get();
      }
    }
  }

  /** The outputs, once there are {@code count}. */
  private List<String> outputs(int count) throws Exception {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                used.address(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(prefix + "scores", 0)));
      Await.value(
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            return values + " " + (runner == null ? "" : runner.health());
          },
          seen -> values.size() >= count);
    }
    return values;
  }
}
