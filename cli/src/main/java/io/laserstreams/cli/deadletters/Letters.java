package io.laserstreams.cli.deadletters;

import io.laserstreams.cli.UserException;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead-letter topic from its start to the end it has now, without a consumer group. */
final class Letters {
  private static final Duration POLL = Duration.ofMillis(500);

  private final AppConfig config;

  Letters(AppConfig config) {
    this.config = config;
  }

  void forEach(Consumer<Letter> reader) {
    Map<String, Object> properties = new HashMap<>(config.clients().consumer());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(record -> reader.accept(Letter.of(record)));
      }
    } catch (TimeoutException e) {
      throw new UserException("No broker answers at " + config.bootstrapServers() + " (" + e.getMessage() + ")", e);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    String topic = config.topic(Topic.DEAD_LETTERS);
    List<PartitionInfo> found = consumer.listTopics().get(topic);
    if (found == null) {
      throw new UserException("There is no topic " + topic + " at " + config.bootstrapServers()
          + ". Check --prefix, or create it with: laser topics apply");
    }
    return found.stream().map(partition -> new TopicPartition(topic, partition.partition())).toList();
  }
}
