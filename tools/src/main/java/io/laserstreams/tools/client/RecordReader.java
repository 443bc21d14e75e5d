package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole topics of the catalogue from their beginning, committed records only, and follows
 * them. For one thread.
 */
public final class RecordReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Schemas schemas;
  private final Map<String, Topic> topics = new HashMap<>();
  private final Map<Class<?>, AvroDeserializer<?>> deserializers = new HashMap<>();

  public RecordReader(String bootstrapServers, Schemas schemas, String prefix, Set<Topic> topics) {
    this(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), schemas, prefix, topics);
  }

  /**
   * Opens the topics at their beginning.
   *
   * @param client properties of the consumer, for example its credentials
   * @throws UserException if one is missing
   */
  public RecordReader(Map<String, ?> client, Schemas schemas, String prefix, Set<Topic> topics) {
    this.schemas = schemas;
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic topic : topics) {
        this.topics.put(topic.on(prefix), topic);
        partitions.addAll(Partitions.of(consumer, topic.on(prefix)));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
  }

  /** Opens any one topic of a cluster at its beginning. */
  public static Function<Topic, RecordReader> factory(AppConfig config) {
    Schemas schemas = config.schemas();
    return topic ->
        new RecordReader(config.clients().consumer(), schemas, config.topicPrefix(), Set.of(topic));
  }

  /** Opens the one partition of a topic that has the records of a key, at its beginning. */
  public static RecordReader ofKey(AppConfig config, Topic topic, String key) {
    RecordReader reader = factory(config).apply(topic);
    Set<TopicPartition> all = reader.consumer.assignment();
    TopicPartition own = new TopicPartition(config.topic(topic), KeyPartition.of(key, all.size()));
    reader.consumer.assign(Set.of(own));
    reader.consumer.seekToBeginning(Set.of(own));
    return reader;
  }

  /** A record's bytes and the topic of the catalogue that they come from. */
  public record Received(Topic topic, ConsumerRecord<String, byte[]> record) {}

  /** Records that have arrived; none after {@code patience}. */
  public List<Received> poll(Duration patience) {
    List<Received> received = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
      received.add(new Received(requireNonNull(topics.get(record.topic())), record));
    }
    return received;
  }

  /** Everything up to the current end. */
  public List<Received> pollToEnd() {
    List<Received> received = new ArrayList<>();
    forEachToEnd(received::add);
    return received;
  }

  /** Passes on everything up to the current end, in the order of each partition. */
  public void forEachToEnd(Consumer<Received> visitor) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll(PATIENCE).forEach(visitor);
    }
  }

  /**
   * Passes on keys and values of everything up to the current end, in the order of each partition;
   * a tombstone's value is null.
   *
   * @return how many records could not be read: their consumers have made dead letters of them
   */
  public <T extends SpecificRecord> long forEachReadable(
      Class<T> type, BiConsumer<String, T> visitor) {
    return forEachReadableRecord(type, (record, value) -> visitor.accept(record.key(), value));
  }

  /** Like {@link #forEachReadable}, with the records that the values come from. */
  public <T extends SpecificRecord> long forEachReadableRecord(
      Class<T> type, BiConsumer<ConsumerRecord<String, byte[]>, T> visitor) {
    LongAdder unreadable = new LongAdder();
    forEachToEnd(
        received -> {
          @Nullable T value;
          try {
            value = value(received, type);
          } catch (UnreadableRecordException e) {
            unreadable.increment();
            return;
          }
          visitor.accept(received.record(), value);
        });
    return unreadable.sum();
  }

  /** The record's value; null for a tombstone. */
  public <T extends SpecificRecord> @Nullable T value(Received received, Class<T> type) {
    AvroDeserializer<?> deserializer =
        deserializers.computeIfAbsent(type, unused -> new AvroDeserializer<>(schemas, type));
    return type.cast(
        deserializer.deserialize(received.record().topic(), received.record().value()));
  }

  /** The record's value, on a topic without tombstones. */
  public <T extends SpecificRecord> T requiredValue(Received received, Class<T> type) {
    return requireNonNull(value(received, type), "tombstone");
  }

  /** The partitions that are read, in words. */
  public String partitions() {
    return consumer.assignment().stream()
        .map(TopicPartition::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Whether the topics still have their first records: retention has deleted none. */
  public boolean reachesBackToTheFirst() {
    return consumer.beginningOffsets(consumer.assignment()).values().stream()
        .allMatch(offset -> offset == 0);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
