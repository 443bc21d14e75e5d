package com.example;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The scores from now on, without a consumer group: every instance reads them all and keeps its
 * own.
 */
final class Scores implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<String, byte[]> consumer;
  private final ConfluentAvro avro;
  private final String topic;

  /** Open it before impressions are sent: their scores then lie behind the ends that it fixes. */
  Scores(String bootstrap, ConfluentAvro avro, String prefix) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                // Otherwise aborted attempts look like second scores.
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    this.avro = avro;
    this.topic = prefix + "scores";
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "There is no topic " + topic + ": check the prefix, or run laser topics apply");
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Seeking is lazy; this does it now.
  }

  GenericRecord await(String user, String impression) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
        if (!user.equals(record.key())) {
          continue; // Another user's: not worth decoding.
        }
        GenericRecord score = avro.deserialize(topic, record.value());
        if (score.get("impressionId").toString().equals(impression)) {
          return score;
        }
      }
    }
    throw new IllegalStateException(
        "No score for impression "
            + impression
            + " within "
            + PATIENCE.toSeconds()
            + " s. Does scoring run? Was the impression refused? See: laser dead-letters list");
  }

  @Override
  public void close() {
    consumer.close();
  }
}
