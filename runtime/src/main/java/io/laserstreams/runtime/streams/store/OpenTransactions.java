package io.laserstreams.runtime.streams.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Notifies an app's stores of commits of their changelogs: under exactly-once, Kafka Streams itself
 * does so only when it closes them. One instance per app, known to its producers and, through the
 * configuration, to its stores. Thread-safe.
 */
public final class OpenTransactions {
  /** Of writes that wait in memory, over all stores; the default of KIP-892. */
  static final long MAX_WAITING_BYTES = 64L << 20;

  private static final String KEY = "laser.transactions";

  private final ConcurrentMap<TopicPartition, TransactionalStore> stores =
      new ConcurrentHashMap<>();
  private final AtomicLong waiting = new AtomicLong();

  /** Registers {@code laser_stores_uncommitted_bytes}. */
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("laser.stores.uncommitted.bytes", waiting, AtomicLong::get)
        .strongReference(true)
        .description(
            "Writes to state stores that wait in memory for their transaction to be committed")
        .register(registry);
  }

  /** Makes this instance known to the stores. */
  public void install(Map<String, Object> streamsProperties) {
    streamsProperties.put(KEY, this);
  }

  /** A stream thread's producer that notifies the stores. */
  public Producer<byte[], byte[]> watch(Producer<byte[], byte[]> producer) {
    return TransactionalProducer.around(producer, this);
  }

  /** Empty if nothing is committed in transactions. */
  static Optional<OpenTransactions> of(Map<String, Object> configs) {
    boolean exactlyOnce =
        StreamsConfig.EXACTLY_ONCE_V2.equals(
            configs.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    return exactlyOnce && configs.get(KEY) instanceof OpenTransactions transactions
        ? Optional.of(transactions)
        : Optional.empty();
  }

  void follow(TopicPartition changelog, TransactionalStore store) {
    stores.put(changelog, store);
  }

  void unfollow(TopicPartition changelog, TransactionalStore store) {
    stores.remove(changelog, store);
  }

  void addWaiting(long bytes) {
    waiting.addAndGet(bytes);
  }

  /** Whether the limit is exceeded: stores then write to the disk before the commit. */
  boolean exceedsLimit() {
    return waiting.get() > MAX_WAITING_BYTES;
  }

  boolean isFollowed(TopicPartition partition) {
    return stores.containsKey(partition);
  }

  /**
   * @param offsets the newest of a committed transaction, by changelog partition
   */
  void committed(Map<TopicPartition, Long> offsets) {
    offsets.forEach(
        (changelog, offset) -> {
          TransactionalStore store = stores.get(changelog);
          if (store != null) {
            store.committed(offset);
          }
        });
  }
}
