package io.laserstreams.runtime.streams;

import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import io.laserstreams.testsupport.Await;
import io.laserstreams.testsupport.InMemorySchemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * An app that counts the values of each key of {@code interactions} and writes each with its count
 * to {@code scores}.
 */
final class CountingApp {
  private CountingApp() {}

  static StreamsRunner start(
      Map<String, Object> properties, String prefix, MeterRegistry registry) {
    AppConfig config =
        AppConfig.of("scoring", StreamsKeys.define(CommonConfig.definition(0)), properties);
    PartitionCounts partitions = new PartitionCounts();
    InMemorySchemas schemas = InMemorySchemas.lookingUp();
    schemas.register(prefix + "scores-value");
    Topology topology =
        new Topology()
            .addSource(
                AutoOffsetReset.earliest(),
                "in",
                new StringDeserializer(),
                (topic, bytes) -> bytes,
                prefix + "interactions")
            .addProcessor(
                "count",
                () ->
                    new StreamsRunnerTest.Count(
                        new Decoding<>(new StringDeserializer(), partitions), value -> value),
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
    StreamsRunner runner = new StreamsRunner(config, topology, schemas, partitions, registry);
    runner.start();
    return runner;
  }

  /** Topics with one partition. */
  static void createTopics(TestBroker broker, String prefix) throws Exception {
    broker.create(1, prefix + "interactions", prefix + "scores");
    broker.create(
        1,
        Map.of("max.message.bytes", Integer.toString(DeadLetters.MAX_LETTER_BYTES)),
        prefix + "dead-letters");
  }

  /** Sends the same value for each of so many keys. */
  static void send(TestBroker broker, String prefix, int keys, String value) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int k = 0; k < keys; k++) {
        var unused =
            producer.send(
                new ProducerRecord<>(prefix + "interactions", "user with a long name " + k, value));
      }
    }
  }

  /**
   * Waits for so many outputs, not counting duplicates of a key; returns them without their keys.
   */
  static List<String> outputs(TestBroker broker, String prefix, int count, StreamsRunner runner)
      throws Exception {
    Map<String, String> values = new HashMap<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.address(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(prefix + "scores", 0)));
      Await.value(
          () -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(record -> values.put(record.key() + " " + record.value(), record.value()));
            return values.size() + " " + runner.health();
          },
          seen -> values.size() >= count);
    }
    return List.copyOf(values.values());
  }
}
