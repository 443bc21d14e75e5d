package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An idempotent producer for the topics of the catalogue. A failed write surfaces as an exception
 * of the next call, so that nothing is lost silently. Thread-safe.
 */
public final class RecordPublisher implements AutoCloseable {
  private final Producer<String, byte[]> producer;
  private final AvroSerializer<SpecificRecord> serializer;
  private final String prefix;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public RecordPublisher(String bootstrapServers, Schemas schemas, String prefix) {
    this(
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"),
            new StringSerializer(),
            new ByteArraySerializer()),
        schemas,
        prefix);
  }

  /**
   * For many records: large batches, which wait some milliseconds to fill.
   *
   * @param client properties of the producer, for example its credentials
   */
  public static RecordPublisher bulk(Map<String, ?> client, Schemas schemas, String prefix) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 20);
    properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new RecordPublisher(
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()),
        schemas,
        prefix);
  }

  /**
   * @param producer which this object closes
   */
  public RecordPublisher(Producer<String, byte[]> producer, Schemas schemas, String prefix) {
    this.producer = requireNonNull(producer, "producer is null");
    this.serializer = new AvroSerializer<>(schemas);
    this.prefix = requireNonNull(prefix, "prefix is null");
  }

  /** Sends without waiting. */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback keeps a failure.
  public void send(Topic topic, String key, SpecificRecord value) {
    throwFailure();
    String name = topic.on(prefix);
    producer.send(
        new ProducerRecord<>(name, key, serializer.serialize(name, value)),
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
  }

  /** Returns once everything sent so far is on the broker. */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new KafkaException(
          "A record could not be written under prefix " + prefix + ": " + cause.getMessage(),
          cause);
    }
  }
}
