package io.laserstreams.runtime.deadletter;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends bad records to the dead-letter topic for apps and threads without Kafka Streams, which has
 * handlers of its own. Thread-safe. At least once: a caller that must not lose a letter waits for
 * its future before it continues.
 */
public final class DeadLetters implements AutoCloseable {
  /** The largest record of any topic, and the letter's headers. */
  public static final int MAX_LETTER_BYTES = 4 << 20;

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final String app;
  private final String topic;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final DeadLetterCounter counter;
  private @Nullable Producer<byte[], byte[]> producer;

  public DeadLetters(
      String app, String topic, Producer<byte[], byte[]> producer, MeterRegistry registry) {
    this(app, topic, () -> producer, registry);
  }

  private DeadLetters(
      String app,
      String topic,
      Supplier<Producer<byte[], byte[]>> producers,
      MeterRegistry registry) {
    this.app = requireNonNull(app, "app is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.producers = requireNonNull(producers, "producers is null");
    this.counter = new DeadLetterCounter(registry);
  }

  /**
   * Opens a producer of its own with the first letter: none can be created while no broker's host
   * name is known.
   */
  public static DeadLetters open(AppConfig config, MeterRegistry registry) {
    Map<String, Object> properties = config.clients().producer();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_LETTER_BYTES);
    properties.putIfAbsent(
        ProducerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-dead-letters");
    return new DeadLetters(
        config.app(),
        config.topic(Topic.DEAD_LETTERS),
        () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
        registry);
  }

  /**
   * Sends a record that was read and cannot be used; the future fails if the letter could not be
   * written.
   */
  public CompletableFuture<RecordMetadata> send(
      ConsumerRecord<byte[], byte[]> bad, Throwable cause) {
    return send(DeadLetter.of(app, bad, cause), bad.headers(), cause);
  }

  /** Sends a letter with its own original headers. */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback completes the future returned.
  public CompletableFuture<RecordMetadata> send(
      DeadLetter letter, @Nullable Headers original, @Nullable Throwable cause) {
    counter.count(letter);
    CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
    producer()
        .send(
            letter.toRecord(topic, original, cause),
            (metadata, failure) -> {
              if (failure == null) {
                written.complete(metadata);
              } else {
                log.error(
                    "Dead letter about {}-{}@{} could not be written to {}",
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    topic,
                    failure);
                written.completeExceptionally(failure);
              }
            });
    return written;
  }

  private synchronized Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = producers.get();
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
    }
  }
}
