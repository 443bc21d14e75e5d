package io.laserstreams.systemtests.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A system under its own topic prefix, as its users see it: apps to start, topics to write and
 * read.
 */
public final class LaserSystem implements AutoCloseable {
  /** Test classes by the prefixes of their topics. */
  private static final Map<String, String> OWNERS = new ConcurrentHashMap<>();

  /** Partitions of each topic, unless the catalogue fixes them. */
  public static final int PARTITIONS = 2;

  private final Cluster cluster;
  private final String prefix;
  private final Path state;
  private final Schemas schemas;
  private final RecordPublisher publisher;
  private final AppGroup apps = new AppGroup();

  /**
   * Creates the system's topics.
   *
   * @param prefix of its topics, which no other test class may have: all share a cluster
   */
  public LaserSystem(Cluster cluster, String prefix, Path state) {
    requireOwn(prefix);
    this.cluster = cluster;
    this.prefix = prefix;
    this.state = state;
    provision();
    this.schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), Await.PATIENCE);
    this.publisher = new RecordPublisher(cluster.bootstrapServers(), schemas, prefix);
  }

  private static void requireOwn(String prefix) {
    String test =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::getClassName)
                        .map(name -> name.replaceFirst("\\$.*", ""))
                        .filter(name -> name.endsWith("Test"))
                        .findFirst()
                        .orElseThrow());
    String owner = OWNERS.putIfAbsent(prefix, test);
    if (owner != null && !owner.equals(test)) {
      throw new IllegalStateException(
          "the prefix '%s' of %s is taken by %s; tests share a cluster, take another one"
              .formatted(prefix, test, owner));
    }
  }

  /** Creates the topics that are missing. */
  public final void provision() {
    TopicProvisioner.provision(
        cluster.bootstrapServers(),
        cluster.registryUrl(),
        Layout.standard().withPrefix(prefix).withPartitions(PARTITIONS));
  }

  /** Configuration of an app of this system; {@code more} overrides it. */
  public Map<String, String> properties(Map<String, String> more) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "schema.registry.url", cluster.registryUrl(),
                "topic.prefix", prefix,
                "state.dir", state.toString(),
                "http.port", "0"));
    properties.putAll(more);
    return properties;
  }

  /** Starts an app in this process and returns when it is ready. */
  public App start(AppKind kind, Map<String, String> more) {
    App app = launch(kind, more);
    apps.awaitReady(Await.PATIENCE);
    return app;
  }

  /** Starts an app in this process and returns at once. */
  public App launch(AppKind kind, Map<String, String> more) {
    Map<String, String> properties = properties(more);
    if (kind == AppKind.SCORING) {
      properties.putIfAbsent(ScoringConfig.WARM_UP_MAX_MS, "0");
    }
    return apps.start(kind.create(properties));
  }

  public void stop(App app) {
    apps.stop(app);
  }

  public String topic(Topic topic) {
    return topic.on(prefix);
  }

  public Cluster cluster() {
    return cluster;
  }

  public Schemas schemas() {
    return schemas;
  }

  public String prefix() {
    return prefix;
  }

  public void send(Topic topic, String key, SpecificRecord value) {
    publisher.send(topic, key, value);
    publisher.flush();
  }

  /**
   * Sends bytes as they are.
   *
   * @param partition null for the partition of the key
   */
  public void sendBytes(Topic topic, Integer partition, String key, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic(topic), partition, key.getBytes(UTF_8), value))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Bytes could not be written to " + topic(topic), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Deletes the key's record from a compacted topic. */
  public void sendTombstone(Topic topic, String key) {
    sendBytes(topic, null, key, null);
  }

  /** Sends without waiting; see {@link #flush}. */
  public void sendAsync(Topic topic, String key, SpecificRecord value) {
    publisher.send(topic, key, value);
  }

  public void flush() {
    publisher.flush();
  }

  public void item(String id, String title, String category) {
    send(Topic.ITEMS, id, new Item(id, title, "", List.of(category), Map.of(), 0L));
  }

  /** Publishes a bundle as the trainer does. */
  public void release(String version, byte[] bundle) {
    BundleChunks.split(
            version,
            bundle,
            BundleChunks.DEFAULT_CHUNK_BYTES,
            new ReleaseFacts(Map.of("auc", 0.7), 0, 0))
        .forEach(entry -> sendAsync(Topic.MODELS, entry.key(), entry.release()));
    flush();
  }

  public void click(String id, String user, String item, long eventTime) {
    send(
        Topic.INTERACTIONS,
        user,
        new Interaction(id, user, item, eventTime, InteractionKind.CLICK, null, null, null));
  }

  public void impression(String id, String user, long eventTime, String... candidates) {
    send(Topic.IMPRESSIONS, user, impressionOf(id, user, eventTime, candidates));
  }

  public static Impression impressionOf(
      String id, String user, long eventTime, String... candidates) {
    return new Impression(id, user, eventTime, List.of(candidates), Map.of(), null);
  }

  /** Sends an impression and waits for its score. */
  public ScoredSlate score(String id, String user, long eventTime, String... candidates) {
    impression(id, user, eventTime, candidates);
    return scores(1, id).get(0);
  }

  /**
   * Scores whose impression id starts with {@code idPrefix}, once there are {@code atLeast} of
   * them, including any beyond that number.
   */
  public List<ScoredSlate> scores(int atLeast, String idPrefix) {
    List<ScoredSlate> found = new ArrayList<>();
    try (RecordReader reader = reader(Topic.SCORES)) {
      Runnable poll =
          () ->
              reader.poll(Duration.ofMillis(300)).stream()
                  .map(received -> reader.value(received, ScoredSlate.class))
                  .filter(slate -> slate.getImpressionId().startsWith(idPrefix))
                  .forEach(found::add);
      Await.until(
          atLeast + " scores of " + idPrefix,
          () -> {
            poll.run();
            return found.size() >= atLeast;
          });
      poll.run();
    }
    return found;
  }

  /** Records of a topic from its beginning, once there are {@code atLeast}. */
  public <T extends SpecificRecord> List<T> records(Topic topic, Class<T> type, int atLeast) {
    List<T> found = new ArrayList<>();
    try (RecordReader reader = reader(topic)) {
      Await.until(
          atLeast + " records on " + topic.on(prefix),
          () -> {
            reader
                .poll(Duration.ofMillis(100))
                .forEach(received -> found.add(reader.value(received, type)));
            return found.size() >= atLeast;
          });
    }
    return found;
  }

  /** The records on a topic now; null for a tombstone. */
  public <T extends SpecificRecord> List<T> records(Topic topic, Class<T> type) {
    try (RecordReader reader = reader(topic)) {
      List<T> found = new ArrayList<>();
      reader.pollToEnd().forEach(received -> found.add(reader.value(received, type)));
      return found;
    }
  }

  /** The records of a key on a topic, oldest first. */
  public <T extends SpecificRecord> List<T> recordsOf(Topic topic, Class<T> type, String key) {
    try (RecordReader reader = reader(topic)) {
      return reader.pollToEnd().stream()
          .filter(received -> key.equals(received.record().key()))
          .map(received -> reader.value(received, type))
          .toList();
    }
  }

  /** Dead letters from the first one on, once there are {@code atLeast}, including any beyond. */
  public List<DeadLetter> deadLetters(int atLeast) {
    return deadLetters(atLeast, letter -> true);
  }

  /**
   * Dead letters about records with this key, once there are {@code atLeast}, including any beyond.
   */
  public List<DeadLetter> deadLetters(int atLeast, String key) {
    return deadLetters(atLeast, letter -> Arrays.equals(letter.key(), key.getBytes(UTF_8)));
  }

  private List<DeadLetter> deadLetters(int atLeast, Predicate<DeadLetter> wanted) {
    List<DeadLetter> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic(Topic.DEAD_LETTERS)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList());
      Runnable poll =
          () ->
              consumer
                  .poll(Duration.ofMillis(300))
                  .forEach(
                      record ->
                          Optional.of(DeadLetter.read(record))
                              .filter(wanted)
                              .ifPresent(found::add));
      Await.until(
          () ->
              atLeast
                  + " dead letters; there are: "
                  + found.stream()
                      .map(
                          letter ->
                              letter.app()
                                  + " "
                                  + letter.reason()
                                  + " "
                                  + new String(letter.key(), UTF_8))
                      .toList(),
          () -> {
            poll.run();
            return found.size() >= atLeast;
          });
      poll.run();
    }
    return found;
  }

  public RecordReader reader(Topic topic) {
    return new RecordReader(cluster.bootstrapServers(), schemas, prefix, Set.of(topic));
  }

  @Override
  public void close() {
    apps.close();
    publisher.close();
  }
}
