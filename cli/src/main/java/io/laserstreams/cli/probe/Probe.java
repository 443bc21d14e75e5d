package io.laserstreams.cli.probe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.client.Brokers;
import io.laserstreams.cli.client.Deadline;
import io.laserstreams.cli.client.Partitions;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/**
 * Sends one impression and waits for what becomes of it, a score or a dead letter, all before one
 * deadline. Everything is connected and the readers stand at the ends of their topics before it is
 * sent, so that the time from there is the system's alone.
 */
final class Probe {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final AppConfig config;
  private final Deadline deadline;
  private final Schemas schemas;

  Probe(AppConfig config, Deadline deadline) {
    this.config = requireNonNull(config, "config is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
    this.schemas = RegistrySchemas.lookingUp(config.schemaRegistryUrl(), Duration.ZERO);
  }

  /** What became of the impression. */
  sealed interface Outcome {}

  /**
   * @param took from sending to receiving
   */
  record Scored(ScoredSlate slate, Duration took) implements Outcome {}

  /**
   * It became a dead letter.
   *
   * @param id where the letter lies, as {@code laser dead-letters} has it
   */
  record Refused(DeadLetter letter, String id, Duration took) implements Outcome {}

  /**
   * @throws UserException where something is missing, or nothing comes in time
   */
  Outcome send(Impression impression) {
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
      return follow.outcome(impression.getImpressionId(), written, sent);
    } catch (TimeoutException e) {
      throw new UserException(
          "The brokers at "
              + config.bootstrapServers()
              + " did not do their part within "
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
          "The impression could not be written to "
              + record.topic()
              + ": "
              + Causes.of(e.getCause()),
          e);
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
      consumer.poll(pause()); // connects to the leaders
    }

    private Duration pause() {
      return Duration.ofMillis(Math.min(POLL.toMillis(), deadline.leftMillis()));
    }

    Outcome outcome(String impressionId, RecordMetadata written, long sent) {
      while (!deadline.isOver()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(pause())) {
          Duration took = Duration.ofNanos(System.nanoTime() - sent);
          Outcome outcome =
              record.topic().equals(config.topic(Topic.SCORES))
                  ? scored(record, impressionId, took)
                  : refused(record, written, took);
          if (outcome != null) {
            return outcome;
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

    private Outcome scored(
        ConsumerRecord<byte[], byte[]> record, String impressionId, Duration took) {
      try {
        ScoredSlate slate = scores.deserialize(record.topic(), record.value());
        return slate != null && slate.getImpressionId().equals(impressionId)
            ? new Scored(slate, took)
            : null;
      } catch (UnreadableRecordException e) {
        return null; // somebody else's
      }
    }

    private Outcome refused(
        ConsumerRecord<byte[], byte[]> record, RecordMetadata written, Duration took) {
      DeadLetter letter = DeadLetter.read(record);
      return written.topic().equals(letter.topic())
              && written.partition() == letter.partition()
              && written.offset() == letter.offset()
          ? new Refused(letter, record.partition() + "@" + record.offset(), took)
          : null;
    }

    @Override
    public void close() {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
