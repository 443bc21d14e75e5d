package com.example;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends records and throws if one was not delivered. */
final class Writer implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;
  private final ConfluentAvro avro;
  private final String prefix;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Writer(String bootstrap, ConfluentAvro avro, String prefix) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, // and so acks=all
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000),
            // The partitioner is the default, murmur2: leave it alone.
            new StringSerializer(),
            new ByteArraySerializer());
    this.avro = avro;
    this.prefix = prefix;
  }

  /** Sends a record without waiting; fields that are not set have their schema's default. */
  void send(String name, String key, Consumer<GenericRecordBuilder> fields) {
    String topic = prefix + name;
    GenericRecordBuilder value = new GenericRecordBuilder(avro.schema(topic));
    fields.accept(value);
    GenericRecord built = value.build();
    producer.send(
        new ProducerRecord<>(topic, key, avro.serialize(topic, built)),
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
  }

  /** Returns once all records so far are acknowledged. */
  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("A record was not delivered", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
