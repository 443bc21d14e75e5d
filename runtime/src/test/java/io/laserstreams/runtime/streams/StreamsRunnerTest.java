package io.laserstreams.runtime.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.App.Health.State;
import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.broker.BrokerFeatures;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.testsupport.Await;
import io.laserstreams.testsupport.InMemorySchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real broker, under exactly-once: each test has topics of its own, with 2 partitions.
 */
@Tag("broker")
class StreamsRunnerTest {
  @TempDir private static Path brokerDir;
  private static TestBroker broker;

  @TempDir private Path stateDir;
  private final AppMetrics metrics = new AppMetrics("scoring");
  private final Map<String, Object> properties = new HashMap<>();
  private final InMemorySchemas schemas = InMemorySchemas.lookingUp();
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
  void configure(TestInfo test) {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    properties.putAll(
        Map.of(
            "bootstrap.servers",
            broker.address(),
            "topic.prefix",
            prefix,
            "state.dir",
            stateDir.toString(),
            "topics.check.ms",
            "200"));
    schemas.register(prefix + "scores-value");
  }

  @AfterEach
  void close() {
    if (runner != null) {
      runner.close();
      assertEquals(State.CLOSED, runner.health().state());
    }
    metrics.close();
  }

  @Test
  void shouldCountExactlyOnceAndDeadLetterBadRecords() throws Exception {
    createTopics();
    run(
        value -> {
          if (value.startsWith("bad")) {
            throw new BadRecordException("bad-value", "It is " + value);
          }
          return value;
        });

    send("ann", "a", "bad 1", "b", "huge " + "x".repeat(1_000_000), "garbled", "c");

    assertEquals(
        List.of("a 1", "b 2", "c 4"),
        outputs(3),
        "the huge one changed state before its output was refused");
    List<DeadLetter> letters = letters(3);
    assertEquals(
        Set.of("bad-value", "too-large", "unreadable"),
        letters.stream().map(DeadLetter::reason).collect(Collectors.toSet()));
    assertEquals(
        "bad 1",
        letters.stream()
            .filter(letter -> letter.reason().equals("bad-value"))
            .map(letter -> new String(letter.value(), UTF_8))
            .findFirst()
            .orElseThrow());
    assertEquals(State.READY, runner.health().state());
    assertTrue(
        metrics
            .scrape()
            .contains(
                "laser_dead_letters_total{app=\"scoring\",reason=\"too-large\",topic=\""
                    + prefix
                    + "interactions\"} 1.0"),
        metrics.scrape());
    assertTrue(metrics.scrape().contains("kafka_stream_thread_process_total"), metrics.scrape());
    assertTrue(
        metrics.scrape().contains("laser_rocksdb_memory_bytes{app=\"scoring\",kind=\"used\"}"),
        metrics.scrape());
  }

  @Test
  void shouldReplaceAThreadAndSkipNothingIfTheRegistryWasDown() throws Exception {
    createTopics();
    AtomicInteger outages = new AtomicInteger(2);
    run(
        value -> {
          if (value.equals("b") && outages.getAndDecrement() > 0) {
            throw new RegistryUnavailableException("no answer", null);
          }
          return value;
        });

    send("ann", "a", "b", "c");

    assertEquals(List.of("a 1", "b 2", "c 3"), outputs(3));
    assertTrue(
        metrics
            .scrape()
            .contains(
                "laser_thread_restarts_total{app=\"scoring\","
                    + "cause=\"RegistryUnavailableException\"} 2.0"),
        metrics.scrape());
  }

  @Test
  void shouldFailIfThreadsFailTooOften() throws Exception {
    createTopics();
    properties.put(StreamsKeys.RESTARTS_MAX, "1");
    run(
        value -> {
          throw new IllegalStateException("a bug");
        });

    send("ann", "a");

    Health health = Await.value(runner::health, h -> h.state() == State.FAILED);
    assertEquals(
        "Stream threads failed too often, last with java.lang.IllegalStateException: a bug",
        health.detail());
  }

  /**
   * Neither another thread nor another process could read these bytes, so the message names the way
   * out.
   */
  @Test
  void shouldFailAtOnceIfStateCannotBeRead() throws Exception {
    createTopics();
    run(value -> new StateReader(new byte[] {1, 9, 1}, 1, "a test").text());

    send("ann", "a");

    Health health = Await.value(runner::health, h -> h.state() == State.FAILED);
    assertEquals(
        "The state of a test cannot be read: it counts 9 where 1 bytes are left, at least 1 for"
            + " each. Run the build that wrote it, or reset the application's state",
        health.detail());
    assertTrue(!metrics.scrape().contains("laser_thread_restarts_total"), metrics.scrape());
  }

  @Test
  void shouldWaitForMissingTopics() throws Exception {
    run(value -> value);

    Health waiting = Await.value(runner::health, h -> h.detail().contains("missing"));
    assertEquals(State.STARTING, waiting.state());
    assertEquals(
        "waiting for the missing topics ["
            + prefix
            + "dead-letters, "
            + prefix
            + "interactions, "
            + prefix
            + "scores]; create them with: laser topics apply",
        waiting.detail());

    createTopics();
    Await.value(runner::health, Health::ready);
  }

  @Test
  void shouldWaitForTheSchemasItWrites() throws Exception {
    createTopics();
    schemas.setDown(true);
    schemas.deregister(prefix + "scores-value");
    run(value -> value);

    Health waiting = Await.value(runner::health, h -> h.detail().contains("no answer"));
    assertEquals(State.STARTING, waiting.state());
    assertEquals(
        "waiting for the schema registry at http://localhost:8081/apis/ccompat/v7 (no answer)",
        waiting.detail());

    schemas.setDown(false);
    waiting = Await.value(runner::health, h -> h.detail().contains("not registered"));
    assertEquals(
        "waiting for a schema: " + prefix + "scores-value is not registered", waiting.detail());

    schemas.register(prefix + "scores-value");
    Await.value(runner::health, Health::ready);
    assertEquals(
        Set.of(prefix + "scores-value"),
        schemas.lookedUp(),
        "a schema that is only read need not be registered");
  }

  @Test
  void shouldWaitForABrokerThatIsDownAtStart(@TempDir Path otherDir) throws Exception {
    try (TestBroker late = new TestBroker(otherDir)) {
      properties.put("bootstrap.servers", late.address());
      run(value -> value);
      Health waiting = Await.value(runner::health, h -> h.detail().contains("("));
      assertEquals(State.STARTING, waiting.state());
      assertTrue(
          waiting.detail().startsWith("waiting for the brokers at " + late.address()),
          waiting.detail());

      late.start();
      createTopics(late);

      Await.value(runner::health, Health::ready);
      runner.close();
      assertEquals(State.CLOSED, runner.health().state());
    }
  }

  @Test
  void shouldFailIfTheDeadLetterTopicCannotHoldEveryRecord() throws Exception {
    broker.create(2, prefix + "interactions", prefix + "scores", prefix + "dead-letters");
    run(value -> value);

    Health health = Await.value(runner::health, h -> h.state() == State.FAILED);
    assertTrue(
        health.detail().contains(prefix + "dead-letters has max.message.bytes=1048588"),
        health.detail());
  }

  @Test
  void shouldFailWhenAPartitionCountChangesAndAgainAtTheNextStart() throws Exception {
    createTopics();
    run(value -> value);
    send("ann", "a");
    outputs(1);

    broker.increasePartitions(prefix + "interactions", 3);

    Health changed = Await.value(runner::health, h -> h.state() == State.FAILED);
    assertTrue(
        changed.detail().contains("Changed partition count: {" + prefix + "interactions=2 -> 3}"),
        changed.detail());
    runner.close();
    run(value -> value);
    Health again = Await.value(runner::health, h -> h.state() == State.FAILED);
    assertTrue(
        again
            .detail()
            .contains("counts-changelog has 2 partitions, but [" + prefix + "interactions] have 3"),
        again.detail());
  }

  @Test
  void shouldDescribeTheBrokersFeatures() throws Exception {
    try (var admin = broker.admin()) {
      BrokerFeatures features = BrokerFeatures.describe(admin);

      features.requireSupported();
      assertEquals("4.3", features.release());
      assertTrue(features.supportsShareGroups(), features.describe());
    }
  }

  private void createTopics() throws Exception {
    createTopics(broker);
  }

  private void createTopics(TestBroker on) throws Exception {
    on.create(2, prefix + "interactions", prefix + "scores");
    on.create(
        2,
        Map.of("max.message.bytes", Integer.toString(DeadLetters.MAX_LETTER_BYTES)),
        prefix + "dead-letters");
  }

  private void run(UnaryOperator<String> logic) {
    AppConfig config =
        AppConfig.of("scoring", StreamsKeys.define(CommonConfig.definition(0)), properties);
    PartitionCounts partitions = new PartitionCounts();
    Topology topology =
        new Topology()
            .addSource(
                "in",
                new StringDeserializer(),
                StreamsRunnerTest::readable,
                prefix + "interactions")
            .addProcessor(
                "count",
                () -> new Count(new Decoding<>(new StringDeserializer(), partitions), logic),
                "in")
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    TransactionalStores.keyValueStore("counts"), Serdes.String(), Serdes.Integer()),
                "count")
            .addSink(
                "out",
                prefix + "scores",
                new StringSerializer(),
                SizeLimit.on(new StringSerializer(), config),
                "count");
    runner = new StreamsRunner(config, topology, schemas, partitions, metrics.registry());
    runner.start();
  }

  private static byte[] readable(String topic, byte[] bytes) {
    if (new String(bytes, UTF_8).equals("garbled")) {
      throw new UnreadableRecordException("Not a record");
    }
    return bytes;
  }

  private void send(String key, String... values) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address(), "max.request.size", 4_000_000),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        var unused = producer.send(new ProducerRecord<>(prefix + "interactions", key, value));
      }
    }
  }

  private List<String> outputs(int count) throws Exception {
    return read(prefix + "scores", count).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private List<DeadLetter> letters(int count) throws Exception {
    return read(prefix + "dead-letters", count).stream().map(DeadLetter::read).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count)
      throws Exception {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.address(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
      Await.value(
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return records.size();
          },
          size -> size >= count);
    }
    return records;
  }

  /** Forwards each value with its key's count so far. */
  static final class Count extends ContextualProcessor<String, byte[], String, String> {
    private final Decoding<String> decoding;
    private final UnaryOperator<String> logic;

    Count(Decoding<String> decoding, UnaryOperator<String> logic) {
      this.decoding = decoding;
      this.logic = logic;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      String value =
          logic.apply(
              decoding.decode(
                  record.key(), record.value(), context().recordMetadata().orElseThrow()));
      KeyValueStore<String, Integer> counts = context().getStateStore("counts");
      Integer before = counts.get(record.key());
      int count = before == null ? 1 : before + 1;
      counts.put(record.key(), count);
      context().forward(record.withValue(value + " " + count));
    }
  }
}
