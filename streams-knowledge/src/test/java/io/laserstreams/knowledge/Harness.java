package io.laserstreams.knowledge;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCard;
import io.laserstreams.knowledge.taste.AxisVectors;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.testsupport.InMemorySchemas;
import io.laserstreams.testsupport.ManualClock;
import io.laserstreams.testsupport.TopologyBench;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topology with its production configuration and handlers, driven by hand. It accepts event
 * times of 1970, so that tests may count them from 1.
 */
final class Harness implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String ENCODER = "tiny";

  private static final String PREFIX = "test.";

  private final InMemorySchemas schemas = new InMemorySchemas();
  private final ManualClock clock = new ManualClock(START);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<String, ItemCard> cards = new HashMap<>();
  private final AxisVectors vectors = new AxisVectors();
  private final TopologyBench bench;

  /**
   * @param partitions of every topic; the driver itself has partition 0 only
   */
  Harness(Path stateDir, int partitions, Map<String, String> properties) {
    KnowledgeSettings settings = KnowledgeConfig.read(properties(stateDir, properties));
    AppConfig config = settings.app();
    Map<String, Integer> counts = new HashMap<>();
    for (Topic topic : Topic.values()) {
      counts.put(config.topic(topic), partitions);
    }
    KnowledgeMetrics metrics = new KnowledgeMetrics(registry, clock);
    bench =
        new TopologyBench(
            KnowledgeTopology.of(
                settings,
                schemas,
                new PartitionCounts(counts),
                id -> Optional.ofNullable(cards.get(id)),
                vectors,
                metrics),
            StreamsRunner.testProperties(config, registry),
            schemas,
            PREFIX,
            clock);
  }

  Harness(Path stateDir) {
    this(stateDir, 1, Map.of());
  }

  static Map<String, String> properties(Path stateDir, Map<String, String> more) {
    Map<String, String> properties =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("topic.prefix", PREFIX),
                Map.entry("state.dir", stateDir.toString()),
                Map.entry("event.time.min", "0"),
                Map.entry("user.cold.start.events", "3"),
                Map.entry("user.growth.factor", "2.0"),
                Map.entry("user.growth.events", "10"),
                Map.entry("user.max.age.ms", "3600000"),
                Map.entry("request.timeout.ms", "60000"),
                Map.entry("request.timeout.max.ms", "150000"),
                Map.entry("request.attempts", "4"),
                Map.entry("encoder.dimensions", ENCODER + ":2")));
    properties.putAll(more);
    return properties;
  }

  void failRegistry() {
    schemas.setDown(true);
  }

  void card(String itemId, String title, String... categories) {
    cards.put(itemId, new ItemCard(title, List.of(categories), 1));
  }

  /** Items on the same axis are alike, those on different ones unrelated. */
  void vector(String itemId, int axis) {
    vectors.put(itemId, axis);
  }

  void advance(Duration duration) {
    bench.advance(duration);
  }

  long now() {
    return clock.millis();
  }

  void click(String userId, String itemId, long eventTime) {
    interact(InteractionKind.CLICK, userId, itemId, eventTime, null);
  }

  void rate(String userId, String itemId, long eventTime, float value) {
    interact(InteractionKind.RATING, userId, itemId, eventTime, value);
  }

  /** The interaction's id is made of all other arguments. */
  void interact(InteractionKind kind, String userId, String itemId, long eventTime, Float value) {
    send(Topic.INTERACTIONS, userId, interaction(kind, userId, itemId, eventTime, value));
  }

  static Interaction interaction(
      InteractionKind kind, String userId, String itemId, long eventTime, Float value) {
    return Interaction.newBuilder()
        .setInteractionId(kind + userId + itemId + eventTime + value)
        .setUserId(userId)
        .setItemId(itemId)
        .setEventTime(eventTime)
        .setKind(kind)
        .setValue(value)
        .build();
  }

  void clicks(String userId, int from, int to) {
    for (int i = from; i <= to; i++) {
      click(userId, "i" + i, i);
    }
  }

  void user(String userId, long updatedAt, Map<String, String> fields) {
    send(
        Topic.USERS,
        userId,
        User.newBuilder().setUserId(userId).setUpdatedAt(updatedAt).setFields(fields).build());
  }

  void item(String itemId, String text, long updatedAt) {
    send(
        Topic.ITEMS,
        itemId,
        Item.newBuilder()
            .setItemId(itemId)
            .setTitle("Title of " + itemId)
            .setText(text)
            .setCategories(List.of("Drama"))
            .setFields(Map.of("year", "1995"))
            .setUpdatedAt(updatedAt)
            .build());
  }

  static KnowledgeAnswer.Builder answerTo(KnowledgeRequest request) {
    return KnowledgeAnswer.newBuilder()
        .setRequestId(request.getRequestId())
        .setSubjectKind(request.getSubjectKind())
        .setSubjectId(request.getSubjectId())
        .setPosition(request.getPosition())
        .setBasedOnEventTime(request.getBasedOnEventTime())
        .setText("About " + request.getSubjectId())
        .setVectors(List.of(new KnowledgeVector(ENCODER, List.of(0.6f, 0.8f))))
        .setProvenance(
            new Provenance(
                "template:v1", "p1", List.of(ENCODER), 1L, request.getRequestId(), 0L, 0L));
  }

  void answer(KnowledgeRequest request) {
    answer(answerTo(request).build());
  }

  void answer(KnowledgeAnswer answer) {
    send(Topic.KNOWLEDGE_ANSWERS, answer.getSubjectId(), answer);
  }

  void send(Topic topic, String key, SpecificRecord value) {
    bench.send(topic, key, value);
  }

  /** The record as a producer writes it. */
  byte[] bytes(Topic topic, SpecificRecord value) {
    return bench.bytes(topic, value);
  }

  void sendBytes(Topic topic, String key, byte[] value) {
    bench.sendBytes(topic, key, value);
  }

  List<KnowledgeRequest> requests() {
    return bench.values(Topic.KNOWLEDGE_REQUESTS, KnowledgeRequest.class);
  }

  KnowledgeRequest onlyRequest() {
    List<KnowledgeRequest> requests = requests();
    if (requests.size() != 1) {
      throw new AssertionError("Expected one request, got " + requests);
    }
    return requests.get(0);
  }

  List<TestRecord<String, Knowledge>> knowledge(SubjectKind kind) {
    return records(
        kind == SubjectKind.USER ? Topic.KNOWLEDGE_USERS : Topic.KNOWLEDGE_ITEMS, Knowledge.class);
  }

  <T extends SpecificRecord> List<TestRecord<String, T>> records(Topic topic, Class<T> type) {
    return bench.records(topic, type);
  }

  List<TestRecord<String, byte[]>> deadLetters() {
    return bench.deadLetters();
  }

  List<String> deadLetterReasons() {
    return bench.deadLetterHeaders(DeadLetter.REASON_HEADER);
  }

  static String header(TestRecord<String, byte[]> letter, String name) {
    return TopologyBench.header(letter, name);
  }

  KnowledgeRequest readRequest(byte[] bytes) {
    return new AvroDeserializer<>(schemas, KnowledgeRequest.class)
        .deserialize(Topic.KNOWLEDGE_REQUESTS.on(PREFIX), bytes);
  }

  double count(String meter, String... tags) {
    Counter counter = registry.find(meter).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  double gauge(String meter, String... tags) {
    Gauge gauge = registry.find(meter).tags(tags).gauge();
    return gauge.value();
  }

  int keys(String store) {
    int keys = 0;
    try (KeyValueIterator<byte[], byte[]> all =
        bench.driver().<byte[], byte[]>getKeyValueStore(store).all()) {
      for (; all.hasNext(); all.next()) {
        keys++;
      }
    }
    return keys;
  }

  @Override
  public void close() {
    bench.close();
  }
}
