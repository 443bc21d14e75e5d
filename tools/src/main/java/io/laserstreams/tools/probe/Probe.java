package io.laserstreams.tools.probe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.Deadline;
import io.laserstreams.tools.client.Partitions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one impression and waits until it has a score or a dead letter, all before one deadline.
 * Clients connect and readers move to the ends of their topics before the impression is sent, so
 * that the measured time is the system's alone.
 */
public final class Probe {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final AppConfig config;
  private final Deadline deadline;
  private final Schemas schemas;

  private Probe(AppConfig config, Deadline deadline) {
    this.config = requireNonNull(config, "config is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
    this.schemas = RegistrySchemas.lookingUp(config.schemaRegistryUrl(), Duration.ZERO);
  }

  /**
   * Sends an impression and prints what becomes of it.
   *
   * @return whether it is scored, not refused
   * @throws UserException if something is missing, or neither comes in time
   */
  public static boolean run(ProbeOptions options, PrintWriter out) {
    String id = "probe-" + UUID.randomUUID();
    Impression impression =
        new Impression(
            id,
            options.user() == null ? id : options.user(),
            System.currentTimeMillis(),
            options.items(),
            Map.of(),
            null);
    ProbeResult result =
        new Probe(options.cluster().read(), Deadline.in(options.patience())).send(impression);
    result.text().forEach(out::println);
    return result instanceof ProbeResult.Scored;
  }

  private ProbeResult send(Impression impression) {
    Brokers.await(config, deadline);
    new ProbeTargets(config, schemas, deadline).await();
    try (Producer<String, byte[]> producer = producer();
        Follow follow = new Follow()) {
      producer.partitionsFor(config.topic(Topic.IMPRESSIONS));
      follow.toTheEnds();
      String topic = config.topic(Topic.IMPRESSIONS);
      byte[] value = new AvroSerializer<Impression>(schemas).serialize(topic, impression);
      long sent = System.nanoTime();
      RecordMetadata written =
          written(producer, new ProducerRecord<>(topic, impression.getUserId(), value));
      return follow.result(impression.getImpressionId(), written, sent);
    } catch (TimeoutException e) {
      throw new UserException(
          "The brokers at "
              + config.bootstrapServers()
              + " did not respond within "
              + deadline.patience().toSeconds()
              + " s: "
              + Causes.of(e),
          e);
    }
  }

  private RecordMetadata written(
      Producer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
    try {
      return producer.send(record).get(deadline.leftMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UserException(
          "The impression could not be written to " + record.topic() + ": " + Causes.of(e), e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new UserException(
          "The brokers at "
              + config.bootstrapServers()
              + " did not take the impression within "
              + deadline.patience().toSeconds()
              + " s",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while sending the impression", e);
    }
  }

  private Producer<String, byte[]> producer() {
    Map<String, Object> properties = config.clients().producer();
    int left = deadline.leftMillis();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, left);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(left, ANSWER_TIMEOUT_MS));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, left);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Reads scores and dead letters from where they end. */
  private final class Follow implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final AvroDeserializer<ScoredSlate> scores =
        new AvroDeserializer<>(schemas, ScoredSlate.class);

    Follow() {
      Map<String, Object> properties = config.clients().consumer();
      properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
      properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, deadline.leftMillis());
      properties.put(
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          Math.min(deadline.leftMillis(), ANSWER_TIMEOUT_MS));
      consumer =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    void toTheEnds() {
      List<TopicPartition> partitions =
          new ArrayList<>(Partitions.of(consumer, config.topic(Topic.SCORES)));
      partitions.addAll(Partitions.of(consumer, config.topic(Topic.DEAD_LETTERS)));
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      consumer.poll(pause()); // Connects to the leaders.
    }

    private Duration pause() {
      return Duration.ofMillis(Math.min(POLL.toMillis(), deadline.leftMillis()));
    }

    ProbeResult result(String impressionId, RecordMetadata written, long sent) {
      while (!deadline.isOver()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(pause())) {
          Duration took = Duration.ofNanos(System.nanoTime() - sent);
          ProbeResult result =
              record.topic().equals(config.topic(Topic.SCORES))
                  ? scored(record, impressionId, took)
                  : refused(record, written, took);
          if (result != null) {
            return result;
          }
        }
      }
      throw new UserException(
          "No score and no dead letter for impression "
              + impressionId
              + " within "
              + deadline.patience().toSeconds()
              + " s. Is the scoring app running and ready, with the same prefix?");
    }

    private @Nullable ProbeResult scored(
        ConsumerRecord<byte[], byte[]> record, String impressionId, Duration took) {
      try {
        ScoredSlate slate = scores.deserialize(record.topic(), record.value());
        return slate != null && slate.getImpressionId().equals(impressionId)
            ? new ProbeResult.Scored(slate, took)
            : null;
      } catch (UnreadableRecordException e) {
        return null; // another producer's record
      }
    }

    private @Nullable ProbeResult refused(
        ConsumerRecord<byte[], byte[]> record, RecordMetadata written, Duration took) {
      DeadLetter letter = DeadLetter.read(record);
      return written.topic().equals(letter.topic())
              && written.partition() == letter.partition()
              && written.offset() == letter.offset()
          ? new ProbeResult.Refused(letter, record.partition() + "@" + record.offset(), took)
          : null;
    }

    @Override
    public void close() {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
