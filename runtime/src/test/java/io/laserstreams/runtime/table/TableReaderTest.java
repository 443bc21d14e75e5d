package io.laserstreams.runtime.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.App.Health.State;
import io.laserstreams.runtime.LogCapture;
import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.testsupport.Await;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker; each test has topics of its own. */
@Tag("broker")
class TableReaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path brokerDir;
  private static TestBroker broker;

  private final MockProducer<byte[], byte[]> letters =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DeadLetters deadLetters =
      new DeadLetters("scoring", "laser.dead-letters", letters, registry);
  private final Map<String, String> table = new ConcurrentHashMap<>();
  private final List<TableRecord<String>> received = new CopyOnWriteArrayList<>();
  private final List<Integer> receivedAtEnds = new CopyOnWriteArrayList<>();
  private String items;
  private String knowledge;
  private TableReader<String> reader;

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
  void name(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    items = name + ".items";
    knowledge = name + ".knowledge";
  }

  @AfterEach
  void close() {
    if (reader != null) {
      reader.close();
      assertEquals(State.CLOSED, reader.health().state());
    }
  }

  @Test
  void shouldReadAllPartitionsOfSeveralTopicsAndKeepFollowing() throws Exception {
    broker.create(3, items, knowledge);
    for (int i = 0; i < 50; i++) {
      send(items, "i" + i, "title " + i);
    }
    send(knowledge, "i7", "a film");
    send(items, "i7", null);

    open(Map.of());

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(50, table.size(), "49 items and one text");
    assertNull(table.get(items + "/i7"));
    assertEquals("a film", table.get(knowledge + "/i7"));
    Await.value(reader::health, Health::ready);
    send(items, "i7", "back");
    Await.value(() -> table.get(items + "/i7"), "back"::equals);
    Await.value(
        () -> registry.get(TableReader.POSITION).tag("topic", items).gauge().value(),
        position -> position == 52);
    assertEquals(1, registry.get(TableReader.POSITION).tag("topic", knowledge).gauge().value());
    assertEquals(53, registry.get("laser.table.records").tag("table", "items").counter().count());
  }

  @Test
  void shouldBeReadyAtOnceOnEmptyTopics() throws Exception {
    broker.create(1, items, knowledge);

    open(Map.of());

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(0, received.size());
  }

  @Test
  void shouldTellWhenEverythingHasBeenRead() throws Exception {
    broker.create(2, items, knowledge);
    for (int i = 0; i < 50; i++) {
      send(items, "i" + i, "title " + i);
    }

    open(Map.of());

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(List.of(50), receivedAtEnds);
    send(items, "i7", "another title");
    Await.value(() -> receivedAtEnds, List.of(50, 51)::equals);
  }

  @Test
  void shouldStartAtGivenOffsets() throws Exception {
    broker.create(1, items, knowledge);
    for (String value : List.of("a", "b", "c")) {
      send(items, "i", value);
    }

    open(Map.of(new TopicPartition(items, 0), 2L));

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(List.of("c@2"), received.stream().map(r -> r.value() + "@" + r.offset()).toList());
  }

  @Test
  void shouldReadATopicFromItsBeginningIfItEndsBeforeTheGivenOffset() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i", "recreated");

    open(Map.of(new TopicPartition(items, 0), 1_000L));

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals("recreated", table.get(items + "/i"));
  }

  @Test
  void shouldDeadLetterBadRecordsAndContinue() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i1", "unreadable");
    send(items, "i2", "refused");
    send(items, null, "without key");
    send(items, "i3", "fine");

    open(Map.of());

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(Map.of(items + "/i3", "fine"), table);
    assertEquals(
        List.of("unreadable", "not-wanted", "no-key"),
        letters.history().stream()
            .map(
                letter ->
                    new String(
                        letter.headers().lastHeader(DeadLetter.REASON_HEADER).value(), UTF_8))
            .toList());
    assertTrue(reader.health().live());
  }

  @Test
  void shouldWaitForTheRegistryAndSkipNothing() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i1", "outage");
    send(items, "i2", "fine");

    open(Map.of());

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(Map.of(items + "/i1", "outage", items + "/i2", "fine"), table);
    assertEquals(0, letters.history().size());
  }

  @Test
  void shouldWaitForMissingTopics() throws Exception {
    open(Map.of());
    Health waiting = Await.value(reader::health, health -> health.detail().contains("missing"));
    assertEquals(
        "table items: waiting for the missing topics ["
            + items
            + ", "
            + knowledge
            + "]; create them with: laser topics apply",
        waiting.detail());
    assertFalse(reader.isReady());

    broker.create(1, items, knowledge);

    assertTrue(reader.awaitReady(PATIENCE));
  }

  @Test
  void shouldLogOnceWhatItWaitsForAndCloseWithoutAWarning() throws Exception {
    try (LogCapture log = LogCapture.ofWarnings()) {
      open(Map.of());
      Await.value(reader::health, health -> health.detail().contains("missing"));
      // Three checks of the topics, a second apart.
      Await.value(
          () ->
              registry.find("kafka.admin.client.request.total").functionCounters().stream()
                  .mapToDouble(FunctionCounter::count)
                  .sum(),
          requests -> requests >= 5);

      reader.close();

      assertEquals(
          List.of(
              "Table items: waiting for the missing topics ["
                  + items
                  + ", "
                  + knowledge
                  + "]; create them with: laser topics apply"),
          log.lines());
    }
  }

  @Test
  void shouldNameTheBrokersThatItWaitsFor() throws Exception {
    AppConfig config =
        AppConfig.of(
            "scoring",
            CommonConfig.definition(0),
            Map.of(
                "bootstrap.servers",
                "localhost:1",
                "kafka.consumer.default.api.timeout.ms",
                "200",
                "kafka.consumer.request.timeout.ms",
                "100"));
    reader =
        TableReader.open(
            "items",
            config,
            Map.of(items, (topic, bytes) -> ""),
            Map.of(),
            deadLetters,
            new Table(),
            registry);
    reader.start();

    Health waiting = Await.value(reader::health, health -> health.detail().contains("waiting"));
    assertTrue(
        waiting.detail().startsWith("table items: waiting for the brokers at localhost:1 ("),
        waiting.detail());
    assertEquals(State.STARTING, waiting.state());
  }

  @Test
  void shouldContinueAfterAnOutageOfTheBroker() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i1", "before");
    open(Map.of());
    assertTrue(reader.awaitReady(PATIENCE));

    broker.stop();
    broker.start();
    send(items, "i1", "after");

    Await.value(() -> table.get(items + "/i1"), "after"::equals);
    assertEquals(List.of("before", "after"), received.stream().map(TableRecord::value).toList());
  }

  @Test
  void shouldFailIfTheListenerHasABug() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i1", "bug");

    open(Map.of());

    assertFalse(reader.awaitReady(PATIENCE));
    assertEquals(State.FAILED, reader.health().state());
    assertTrue(
        reader.health().detail().contains("table items failed: IllegalStateException"),
        reader.health().detail());
    assertEquals(0, letters.history().size());
  }

  @Test
  void shouldReadARecreatedTopicAgainFromItsBeginning() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i1", "old");
    send(items, "i2", "old");
    send(knowledge, "i1", "a film");
    open(Map.of());
    assertTrue(reader.awaitReady(PATIENCE));

    delete(items);

    Health waiting = Await.value(reader::health, health -> !health.ready());
    assertEquals(
        Health.starting(
            "table items: waiting for the missing topics ["
                + items
                + "], which were deleted; create them with: laser "
                + "topics apply"),
        waiting);
    broker.create(2, items);
    for (int i = 3; i <= 9; i++) {
      send(items, "i" + i, "new");
    }
    Await.value(() -> table.size(), size -> size == 8);
    assertEquals("new", table.get(items + "/i3"), "an offset that the old topic had, too");
    assertNull(table.get(items + "/i2"));
    assertEquals("a film", table.get(knowledge + "/i1"), "the other topic stays");
    Await.value(reader::health, Health::ready);
  }

  @Test
  void shouldNoticeATopicThatWasRecreatedBetweenTwoChecks() throws Exception {
    broker.create(1, items, knowledge);
    send(items, "i1", "old");
    send(items, "i2", "old");
    open(Map.of());
    assertTrue(reader.awaitReady(PATIENCE));

    delete(items);
    broker.create(1, items);
    send(items, "i2", "new");

    Await.value(() -> Map.copyOf(table), Map.of(items + "/i2", "new")::equals);
  }

  @Test
  void shouldCountRecordsThatWereDeletedBeforeTheyWereRead() throws Exception {
    broker.create(1, items, knowledge);
    for (String id : List.of("i0", "i1", "i2", "i3", "i4")) {
      send(items, id, "title");
    }
    TopicPartition partition = new TopicPartition(items, 0);
    try (Admin admin = broker.admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4))).all().get();
    }

    open(Map.of(partition, 1L));

    assertTrue(reader.awaitReady(PATIENCE));
    assertEquals(Map.of(items + "/i4", "title"), table);
    assertEquals(3, registry.get(LostRecords.METRIC).tag("topic", items).counter().count());
  }

  private static void delete(String topic) throws Exception {
    try (Admin admin = broker.admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      Await.value(() -> admin.listTopics().names().get().contains(topic), exists -> !exists);
    }
  }

  private void open(Map<TopicPartition, Long> startOffsets) {
    AppConfig config =
        AppConfig.of(
            "scoring",
            CommonConfig.definition(0),
            Map.of("bootstrap.servers", broker.address(), "topics.check.ms", "100"));
    AtomicInteger outages = new AtomicInteger(1);
    Deserializer<String> decoder =
        (topic, bytes) -> {
          String text = new String(bytes, UTF_8);
          if (text.equals("unreadable")) {
            throw new UnreadableRecordException("Not a record");
          }
          if (text.equals("outage") && outages.getAndDecrement() > 0) {
            throw new RegistryUnavailableException("no answer", null);
          }
          return text;
        };
    reader =
        TableReader.open(
            "items",
            config,
            Map.of(items, decoder, knowledge, decoder),
            startOffsets,
            deadLetters,
            new Table(),
            registry);
    reader.start();
  }

  private final class Table implements TableListener<String> {
    @Override
    public void readToEnd() {
      receivedAtEnds.add(received.size());
    }

    @Override
    public void take(TableRecord<String> record) {
      if ("refused".equals(record.value())) {
        throw new BadRecordException("not-wanted", "Refused");
      }
      if ("bug".equals(record.value())) {
        throw new IllegalStateException("bug");
      }
      received.add(record);
      if (record.deleted()) {
        table.remove(record.topic() + "/" + record.key());
      } else {
        table.put(record.topic() + "/" + record.key(), record.value());
      }
    }

    @Override
    public void topicRecreated(String topic) {
      table.keySet().removeIf(key -> key.startsWith(topic + "/"));
    }
  }

  private static void send(String topic, String key, String value) throws Exception {
    Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", broker.address()));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }
}
