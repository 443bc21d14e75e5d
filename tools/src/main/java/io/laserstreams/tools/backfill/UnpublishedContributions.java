package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.client.TopicEnds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Contributions to item statistics that scoring has counted and not published yet, by the changelog
 * of the store that keeps them: a record for each, deleted in the transaction that publishes it.
 * For one thread.
 */
final class UnpublishedContributions implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final TopicEnds ends;
  private final String changelog;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<ByteBuffer> keys = new HashSet<>();

  /**
   * @param client properties of the consumer
   */
  UnpublishedContributions(TopicEnds ends, Map<String, ?> client, String changelog) {
    this.ends = requireNonNull(ends, "ends is null");
    this.changelog = requireNonNull(changelog, "changelog is null");
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(ends.partitions(changelog));
    consumer.seekToBeginning(ends.partitions(changelog));
  }

  /** How many there are, including the part of the changelog that was not read in time. */
  long left() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      ByteBuffer key = ByteBuffer.wrap(record.key());
      if (record.value() == null) {
        keys.remove(key);
      } else {
        keys.add(key);
      }
    }
    long unread = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.of(changelog).entrySet()) {
      unread += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return keys.size() + unread;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
