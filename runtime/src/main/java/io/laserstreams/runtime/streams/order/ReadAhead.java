package io.laserstreams.runtime.streams.order;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Polls so that dependent records are returned only after their prerequisites.
 *
 * <p>If a poll returns dependent records, the broker is asked again for the end offsets of the
 * prerequisites of their partitions, and these are read up to there before anything is returned:
 * one round trip if nothing is behind. Records whose prerequisites cannot be proven to have been
 * read are not returned; the consumer seeks back to them. In a backlog, where the end is far away,
 * it suffices that the prerequisites have passed the dependent record's own timestamp by more than
 * {@link #MAX_CLOCK_SKEW}: then what was sent before it has been read, and events that followed it
 * are not processed before it.
 *
 * <p>A poll that fails keeps what it has read for the next one. Confined to one thread, as a
 * consumer is.
 */
final class ReadAhead {
  /**
   * How much the clocks of producers and brokers may differ, for {@link Prerequisite#hasPassed}.
   */
  static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

  /** Records of a prerequisite's partition that are read ahead; bounds memory. */
  static final int MAX_AHEAD = 10_000;

  /** Bounded, as Kafka Streams commits and punctuates between polls. */
  private static final Duration MAX_READ_AHEAD = Duration.ofSeconds(1);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration REQUEST_INTERVAL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Consumer<byte[], byte[]> endOffsetConsumer;
  private final PendingPrerequisites pending;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  /** What Kafka Streams has paused, which reading ahead overrides for a while. */
  private final Set<TopicPartition> paused = new HashSet<>();

  private PolledBatch batch = new PolledBatch();
  private long lastRequested = System.nanoTime();

  /**
   * @param endOffsetConsumer requests end offsets, and never polls: on the connection of a consumer
   *     that does, a broker responds only after the fetch that waits there for new records
   */
  ReadAhead(
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> endOffsetConsumer,
      PendingPrerequisites pending,
      OrderMetrics metrics,
      InstantSource clock) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.endOffsetConsumer = requireNonNull(endOffsetConsumer, "endOffsetConsumer is null");
    this.pending = requireNonNull(pending, "pending is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    read(batch.isEmpty() ? timeout : Duration.ZERO);
    Set<TopicPartition> dependents = dependents();
    if (!dependents.isEmpty()) {
      metrics.time(() -> readAhead(dependents));
    } else if (System.nanoTime() - lastRequested > REQUEST_INTERVAL.toNanos()) {
      endOffsets(prerequisites(consumer.assignment()));
    }
    PolledBatch polled = batch;
    batch = new PolledBatch();
    return polled.toRecords();
  }

  void pause(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
    consumer.pause(partitions);
  }

  void resume(Collection<TopicPartition> partitions) {
    paused.removeAll(partitions);
    consumer.resume(partitions);
  }

  Set<TopicPartition> paused() {
    return Set.copyOf(paused);
  }

  void onAssigned(Collection<TopicPartition> partitions) {
    forget(partitions);
    partitions.forEach(pending::onAssigned);
  }

  void onRevoked(Collection<TopicPartition> partitions) {
    forget(partitions);
    partitions.forEach(pending::onRevoked);
  }

  /** The consumer continues at other offsets. */
  void onSeek(Collection<TopicPartition> partitions) {
    batch.drop(partitions);
    partitions.forEach(pending::onSeek);
  }

  private void forget(Collection<TopicPartition> partitions) {
    batch.drop(partitions);
    paused.removeAll(partitions);
  }

  private void read(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    batch.add(polled);
    for (TopicPartition partition : polled.partitions()) {
      if (pending.isPrerequisite(partition.topic())) {
        Prerequisite prerequisite = prerequisite(partition);
        polled.records(partition).forEach(prerequisite::added);
        prerequisite.readBefore(position(partition));
      }
    }
  }

  private void readAhead(Set<TopicPartition> dependents) {
    Map<TopicPartition, Long> ends = endOffsets(prerequisitesOf(dependents));
    Set<TopicPartition> behind = new HashSet<>(ends.keySet());
    behind.removeIf(partition -> !isBehind(partition, ends));
    if (!behind.isEmpty()) {
      metrics.behind();
      readTo(ends, behind);
    }
    dependents.stream()
        .filter(batch.partitions()::contains)
        .toList()
        .forEach(partition -> retainProven(partition, ends));
  }

  private void readTo(Map<TopicPartition, Long> ends, Set<TopicPartition> behind) {
    long deadline = System.nanoTime() + MAX_READ_AHEAD.toNanos();
    try {
      while (!behind.isEmpty() && System.nanoTime() < deadline) {
        Set<TopicPartition> others = new HashSet<>(consumer.assignment());
        others.removeAll(behind);
        consumer.pause(others);
        consumer.resume(behind);
        read(POLL);
        behind.removeIf(partition -> !isBehind(partition, ends));
      }
    } finally {
      Set<TopicPartition> assigned = consumer.assignment();
      Set<TopicPartition> active = new HashSet<>(assigned);
      active.removeAll(paused);
      consumer.resume(active);
      consumer.pause(paused.stream().filter(assigned::contains).toList());
    }
  }

  private boolean isBehind(TopicPartition partition, Map<TopicPartition, Long> ends) {
    Long end = ends.get(partition);
    if (end == null || !consumer.assignment().contains(partition)) {
      return false;
    }
    long left = end - position(partition);
    Prerequisite prerequisite = prerequisite(partition);
    return left > 0
        && prerequisite.size() < MAX_AHEAD
        && !(left > MAX_AHEAD
            && prerequisite.hasPassed(newestDependent(partition) + MAX_CLOCK_SKEW.toMillis()));
  }

  /**
   * Keeps only those of a partition's dependent records whose prerequisites are proven to have been
   * read.
   */
  private void retainProven(TopicPartition partition, Map<TopicPartition, Long> ends) {
    List<TopicPartition> unread =
        prerequisitesOf(Set.of(partition)).stream()
            .filter(
                prerequisite -> {
                  Long end = ends.get(prerequisite);
                  return end == null || position(prerequisite) < end;
                })
            .toList();
    if (unread.isEmpty()) {
      return;
    }
    List<ConsumerRecord<byte[], byte[]>> records = batch.of(partition);
    int proven = 0;
    while (proven < records.size() && isProven(records.get(proven), unread)) {
      proven++;
    }
    if (proven == 0
        && unread.stream()
            .anyMatch(prerequisite -> prerequisite(prerequisite).size() >= MAX_AHEAD)) {
      // Kafka Streams may wait for this record before it processes what was read ahead.
      metrics.unproven();
      proven = 1;
    }
    if (proven < records.size()) {
      ConsumerRecord<byte[], byte[]> removed = batch.removeFrom(partition, proven);
      consumer.seek(partition, new OffsetAndMetadata(removed.offset(), removed.leaderEpoch(), ""));
    }
  }

  private boolean isProven(ConsumerRecord<byte[], byte[]> record, List<TopicPartition> unread) {
    return unread.stream()
        .allMatch(
            partition ->
                prerequisite(partition).hasPassed(record.timestamp() + MAX_CLOCK_SKEW.toMillis()));
  }

  /** The end offsets of the partitions now; empty if a broker does not answer. */
  private Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
    lastRequested = System.nanoTime();
    if (partitions.isEmpty()) {
      return Map.of();
    }
    if (!endOffsetConsumer.assignment().containsAll(partitions)) {
      // It would warn of responses about partitions that are not assigned to it.
      endOffsetConsumer.assign(prerequisites(consumer.assignment()));
    }
    long requestedAt = clock.millis();
    Map<TopicPartition, Long> ends;
    try {
      ends = endOffsetConsumer.endOffsets(partitions, REQUEST_TIMEOUT);
    } catch (TimeoutException e) {
      metrics.unanswered();
      return Map.of();
    }
    ends.forEach(
        (partition, end) -> {
          prerequisite(partition).endedAt(end, requestedAt);
          prerequisite(partition).readBefore(position(partition));
        });
    return ends;
  }

  private long position(TopicPartition partition) {
    try {
      return consumer.position(partition, REQUEST_TIMEOUT);
    } catch (TimeoutException e) {
      return -1;
    }
  }

  private long newestDependent(TopicPartition prerequisite) {
    List<ConsumerRecord<byte[], byte[]>> records =
        batch.of(new TopicPartition(pending.dependent(), prerequisite.partition()));
    return records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(Long.MIN_VALUE);
  }

  private Set<TopicPartition> dependents() {
    Set<TopicPartition> dependents = new HashSet<>();
    batch.partitions().stream()
        .filter(partition -> partition.topic().equals(pending.dependent()))
        .forEach(dependents::add);
    return dependents;
  }

  private Set<TopicPartition> prerequisitesOf(Set<TopicPartition> dependents) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (TopicPartition dependent : dependents) {
      pending
          .prerequisites()
          .forEach(topic -> partitions.add(new TopicPartition(topic, dependent.partition())));
    }
    return partitions;
  }

  private Set<TopicPartition> prerequisites(Set<TopicPartition> assigned) {
    Set<TopicPartition> partitions = new HashSet<>(assigned);
    partitions.removeIf(partition -> !pending.isPrerequisite(partition.topic()));
    return partitions;
  }

  private Prerequisite prerequisite(TopicPartition partition) {
    return pending.on(partition.partition()).of(partition.topic());
  }
}
