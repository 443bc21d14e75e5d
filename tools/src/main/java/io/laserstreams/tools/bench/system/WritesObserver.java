package io.laserstreams.tools.bench.system;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what an app writes to its changelogs and topics from the observer's creation on. */
final class WritesObserver implements AutoCloseable {
  private static final String CHANGELOG = "-changelog";
  private static final List<Topic> TOPICS =
      List.of(Topic.SCORES, Topic.SAMPLES, Topic.ITEM_CONTRIBUTIONS, Topic.ITEM_STATISTICS);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration MOST_UNQUIET = Duration.ofMinutes(2);

  /** Two seconds: contributions to statistics are published every second. */
  private static final int QUIET_POLLS = 10;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, String> targets = new HashMap<>();

  /** Records and bytes of keys and values. */
  private record Sum(long records, long keyBytes, long valueBytes) {
    Sum plus(ConsumerRecord<byte[], byte[]> record) {
      return new Sum(
          records + 1,
          keyBytes + Math.max(0, record.serializedKeySize()),
          valueBytes + Math.max(0, record.serializedValueSize()));
    }
  }

  /**
   * @param applicationId whose changelogs are meant
   */
  WritesObserver(BenchCluster cluster, String prefix, String applicationId) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                cluster.bootstrapServers(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    String stores = applicationId + "-";
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .listTopics()
        .forEach(
            (topic, infos) -> {
              if (topic.startsWith(stores) && topic.endsWith(CHANGELOG)) {
                targets.put(
                    topic, topic.substring(stores.length(), topic.length() - CHANGELOG.length()));
              }
              TOPICS.stream()
                  .filter(each -> each.on(prefix).equals(topic))
                  .forEach(each -> targets.put(topic, each.baseName()));
              if (targets.containsKey(topic)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
              }
            });
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Seeks are lazy.
  }

  /**
   * Waits until nothing is written any more, such as statistics of what was sent before, and
   * forgets it.
   */
  void awaitQuiet() {
    untilQuiet(record -> {});
  }

  private void untilQuiet(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Deadline deadline = Deadline.in(MOST_UNQUIET);
    int quiet = 0;
    while (quiet < QUIET_POLLS && !deadline.isOver()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      records.forEach(each);
      quiet = records.isEmpty() ? quiet + 1 : 0;
    }
  }

  /**
   * Reads what was written since, until nothing is any more.
   *
   * @param slates that were answered meanwhile
   */
  WrittenPerSlate observe(long slates) {
    Map<String, Sum> sums = new TreeMap<>();
    untilQuiet(
        record ->
            sums.merge(
                requireNonNull(targets.get(record.topic())),
                new Sum(0, 0, 0).plus(record),
                (all, one) ->
                    new Sum(
                        all.records() + one.records(),
                        all.keyBytes() + one.keyBytes(),
                        all.valueBytes() + one.valueBytes())));
    List<Writes> writes = new ArrayList<>();
    sums.forEach(
        (target, sum) -> {
          if (!target.equals(Topic.SCORES.baseName())) {
            writes.add(
                new Writes(
                    target,
                    (double) sum.records() / slates,
                    Math.toIntExact(sum.valueBytes() / sum.records())));
          }
        });
    double records = sums.values().stream().mapToLong(Sum::records).sum();
    double bytes = sums.values().stream().mapToLong(sum -> sum.keyBytes() + sum.valueBytes()).sum();
    return new WrittenPerSlate(writes, records / slates, bytes / slates);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
