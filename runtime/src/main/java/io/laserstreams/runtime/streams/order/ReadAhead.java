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
 * Polls so that dependent records come only after their prerequisites.
 *
 * <p>Where a poll brings dependent records, the broker is asked anew where the prerequisites of
 * their partitions end, and these are read as far as that before anything is handed on: one round
 * trip where nothing is behind. What cannot be proven is not handed on; the consumer goes back to
 * it. In a backlog, where the end is far away, it is enough that the prerequisites have passed the
 * dependent record's own time by more than {@link #CLOCKS_APART}: then what was sent before it has
 * been read, and events that followed it are not processed before it.
 *
 * <p>A poll that fails keeps what it has read for the next one. One thread, as a consumer.
 */
final class ReadAhead {
  /**
   * How much the clocks of producers and brokers may differ, for {@link Prerequisite#hasPassed}.
   */
  static final Duration CLOCKS_APART = Duration.ofSeconds(5);

  /** Records of a prerequisite's partition that are read ahead, at most; it bounds memory. */
  static final int MOST_AHEAD = 10_000;

  /** Kafka Streams commits and punctuates between polls. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration ASK_EVERY = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Consumer<byte[], byte[]> asking;
  private final PendingPrerequisites lanes;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  /** What Kafka Streams has paused, which reading ahead overrides for a while. */
  private final Set<TopicPartition> paused = new HashSet<>();

  private PolledBatch batch = new PolledBatch();
  private long lastAsked = System.nanoTime();

  /**
   * @param asking asks where partitions end, and never polls: on the connection of a consumer that
   *     does, a broker answers only after the fetch that waits there for new records
   */
  ReadAhead(
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> asking,
      PendingPrerequisites lanes,
      OrderMetrics metrics,
      InstantSource clock) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.asking = requireNonNull(asking, "asking is null");
    this.lanes = requireNonNull(lanes, "lanes is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    read(batch.isEmpty() ? timeout : Duration.ZERO);
    Set<TopicPartition> dependents = dependents();
    if (!dependents.isEmpty()) {
      metrics.timed(() -> readAhead(dependents));
    } else if (System.nanoTime() - lastAsked > ASK_EVERY.toNanos()) {
      ask(prerequisites(consumer.assignment()));
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

  void assigned(Collection<TopicPartition> partitions) {
    forget(partitions);
    partitions.forEach(lanes::assigned);
  }

  void released(Collection<TopicPartition> partitions) {
    forget(partitions);
    partitions.forEach(lanes::released);
  }

  /** The consumer was told to go on elsewhere. */
  void moved(Collection<TopicPartition> partitions) {
    batch.drop(partitions);
    partitions.forEach(lanes::moved);
  }

  private void forget(Collection<TopicPartition> partitions) {
    batch.drop(partitions);
    paused.removeAll(partitions);
  }

  private void read(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    batch.add(polled);
    for (TopicPartition partition : polled.partitions()) {
      if (lanes.isPrerequisite(partition.topic())) {
        Prerequisite prerequisite = prerequisite(partition);
        polled.records(partition).forEach(prerequisite::handed);
        prerequisite.read(position(partition));
      }
    }
  }

  private void readAhead(Set<TopicPartition> dependents) {
    Map<TopicPartition, Long> ends = ask(prerequisitesOf(dependents));
    Set<TopicPartition> behind = new HashSet<>(ends.keySet());
    behind.removeIf(partition -> !isBehind(partition, ends));
    if (!behind.isEmpty()) {
      metrics.behind();
      readTo(ends, behind);
    }
    dependents.stream()
        .filter(batch.partitions()::contains)
        .toList()
        .forEach(partition -> release(partition, ends));
  }

  private void readTo(Map<TopicPartition, Long> ends, Set<TopicPartition> behind) {
    long giveUp = System.nanoTime() + LONGEST.toNanos();
    try {
      while (!behind.isEmpty() && System.nanoTime() < giveUp) {
        Set<TopicPartition> others = new HashSet<>(consumer.assignment());
        others.removeAll(behind);
        consumer.pause(others);
        consumer.resume(behind);
        read(LOOK);
        behind.removeIf(partition -> !isBehind(partition, ends));
      }
    } finally {
      Set<TopicPartition> assigned = consumer.assignment();
      Set<TopicPartition> goOn = new HashSet<>(assigned);
      goOn.removeAll(paused);
      consumer.resume(goOn);
      consumer.pause(paused.stream().filter(assigned::contains).toList());
    }
  }

  private boolean isBehind(TopicPartition partition, Map<TopicPartition, Long> ends) {
    if (!consumer.assignment().contains(partition)) {
      return false;
    }
    long left = ends.get(partition) - position(partition);
    Prerequisite prerequisite = prerequisite(partition);
    return left > 0
        && prerequisite.size() < MOST_AHEAD
        && !(left > MOST_AHEAD
            && prerequisite.hasPassed(newestDependent(partition) + CLOCKS_APART.toMillis()));
  }

  /**
   * Hands on a partition's dependent records as far as their prerequisites are proven to have been
   * read.
   */
  private void release(TopicPartition partition, Map<TopicPartition, Long> ends) {
    List<TopicPartition> unread =
        prerequisitesOf(Set.of(partition)).stream()
            .filter(
                prerequisite ->
                    !ends.containsKey(prerequisite)
                        || position(prerequisite) < ends.get(prerequisite))
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
            .anyMatch(prerequisite -> prerequisite(prerequisite).size() >= MOST_AHEAD)) {
      metrics.unproven(); // Kafka Streams may wait for this record before it takes what was read
      // ahead.
      proven = 1;
    }
    if (proven < records.size()) {
      ConsumerRecord<byte[], byte[]> held = batch.holdFrom(partition, proven);
      consumer.seek(partition, new OffsetAndMetadata(held.offset(), held.leaderEpoch(), ""));
    }
  }

  private boolean isProven(ConsumerRecord<byte[], byte[]> record, List<TopicPartition> unread) {
    return unread.stream()
        .allMatch(
            partition ->
                prerequisite(partition).hasPassed(record.timestamp() + CLOCKS_APART.toMillis()));
  }

  /** Where the partitions end now; empty where a broker does not answer, and so proves nothing. */
  private Map<TopicPartition, Long> ask(Set<TopicPartition> partitions) {
    lastAsked = System.nanoTime();
    if (partitions.isEmpty()) {
      return Map.of();
    }
    if (!asking.assignment().containsAll(partitions)) {
      asking.assign(
          prerequisites(
              consumer
                  .assignment())); // It warns of answers about partitions that it does not have.
    }
    long askedAt = clock.millis();
    Map<TopicPartition, Long> ends;
    try {
      ends = asking.endOffsets(partitions, ANSWER);
    } catch (TimeoutException e) {
      metrics.unanswered();
      return Map.of();
    }
    ends.forEach(
        (partition, end) -> {
          prerequisite(partition).ended(end, askedAt);
          prerequisite(partition).read(position(partition));
        });
    return ends;
  }

  private long position(TopicPartition partition) {
    try {
      return consumer.position(partition, ANSWER);
    } catch (TimeoutException e) {
      return -1;
    }
  }

  private long newestDependent(TopicPartition prerequisite) {
    List<ConsumerRecord<byte[], byte[]>> records =
        batch.of(new TopicPartition(lanes.dependent(), prerequisite.partition()));
    return records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(Long.MIN_VALUE);
  }

  private Set<TopicPartition> dependents() {
    Set<TopicPartition> dependents = new HashSet<>();
    batch.partitions().stream()
        .filter(partition -> partition.topic().equals(lanes.dependent()))
        .forEach(dependents::add);
    return dependents;
  }

  private Set<TopicPartition> prerequisitesOf(Set<TopicPartition> dependents) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (TopicPartition dependent : dependents) {
      lanes
          .prerequisites()
          .forEach(topic -> partitions.add(new TopicPartition(topic, dependent.partition())));
    }
    return partitions;
  }

  private Set<TopicPartition> prerequisites(Set<TopicPartition> assigned) {
    Set<TopicPartition> partitions = new HashSet<>(assigned);
    partitions.removeIf(partition -> !lanes.isPrerequisite(partition.topic()));
    return partitions;
  }

  private Prerequisite prerequisite(TopicPartition partition) {
    return lanes.lane(partition.partition()).of(partition.topic());
  }
}
