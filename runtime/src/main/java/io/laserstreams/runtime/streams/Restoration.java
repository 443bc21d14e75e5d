package io.laserstreams.runtime.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Follows the restoration of state stores, for health and for {@code
 * laser_restore_remaining_records} and {@code laser_restored_records_total}. Thread-safe.
 */
final class Restoration implements StateRestoreListener {
  private final Map<String, Long> remaining = new ConcurrentHashMap<>();
  private final Counter restored;

  Restoration(MeterRegistry registry) {
    restored =
        Counter.builder("laser.restored.records")
            .description("Changelog records read to complete state stores")
            .register(registry);
    Gauge.builder("laser.restore.remaining.records", this, restoration -> restoration.total())
        .strongReference(true)
        .description("Changelog records still to be read before all state stores are complete")
        .register(registry);
  }

  long total() {
    return remaining.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What is being restored, in words; empty if nothing. */
  String describe() {
    return remaining.isEmpty()
        ? ""
        : "restoring " + new TreeMap<>(remaining) + " (records left by store and partition)";
  }

  /** Nothing is being restored any longer. */
  void clear() {
    remaining.clear();
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
    remaining.put(name(partition, store), Math.max(0, end - start));
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long batchEnd, long records) {
    restored.increment((double) records);
    remaining.computeIfPresent(name(partition, store), (key, left) -> Math.max(0, left - records));
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long restored) {
    remaining.remove(name(partition, store));
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long restored) {
    remaining.remove(name(partition, store));
  }

  private static String name(TopicPartition partition, String store) {
    return store + "-" + partition.partition();
  }
}
