package io.laserstreams.tools.deadletters;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.Partitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead-letter topic from its beginning to its current end, without a consumer group. */
final class LetterReader {
  private static final Duration POLL = Duration.ofMillis(500);

  private final AppConfig config;
  private final LetterIndex index = new LetterIndex();

  LetterReader(AppConfig config) {
    this.config = config;
  }

  /** The dead-letter topic. */
  String topic() {
    return config.topic(Topic.DEAD_LETTERS);
  }

  /** What {@link #forEach} has read. */
  LetterIndex index() {
    return index;
  }

  /**
   * @throws UserException if no broker answers or the topic is missing
   */
  void forEach(Consumer<StoredDeadLetter> reader) {
    Brokers.require(config);
    Map<String, Object> properties = new HashMap<>(config.clients().consumer());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = Partitions.of(consumer, topic());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          StoredDeadLetter letter = StoredDeadLetter.of(record);
          index.add(letter);
          reader.accept(letter);
        }
      }
    }
  }
}
