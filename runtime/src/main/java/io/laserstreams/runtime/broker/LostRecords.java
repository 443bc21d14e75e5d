package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts records that were deleted before an app had read them, by retention or by hand, and logs a
 * warning. Thread-safe.
 */
public final class LostRecords {
  /** The counter, by topic. */
  public static final String METRIC = "laser.records.lost";

  private static final Logger log = LoggerFactory.getLogger(LostRecords.class);

  private final String app;
  private final MeterRegistry registry;

  public LostRecords(String app, MeterRegistry registry) {
    this.app = requireNonNull(app, "app is null");
    this.registry = requireNonNull(registry, "registry is null");
  }

  /**
   * Reports positions that are out of a partition's range. Does not move the consumer.
   *
   * @param consumer used to look up the beginning offsets
   */
  public void outOfRange(OffsetOutOfRangeException failure, Consumer<?, ?> consumer) {
    Map<TopicPartition, Long> positions = failure.offsetOutOfRangePartitions();
    try {
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(positions.keySet());
      positions.forEach(
          (partition, position) ->
              outOfRange(partition, position, requireNonNull(beginnings.get(partition))));
    } catch (RetriableException e) {
      log.warn(
          "{}: the positions {} of {} are out of range; how many records were deleted unread is not"
              + " known, as the brokers do not answer ({})",
          app,
          positions,
          positions.keySet(),
          e.toString());
    }
  }

  /**
   * Reports that a partition is read from its {@code beginning} although the next record to read
   * was at {@code position}.
   */
  public void outOfRange(TopicPartition partition, long position, long beginning) {
    if (beginning > position) {
      log.warn(
          "{}: {} offsets of {} were deleted before they were read, from {} to {}; reading"
              + " continues there. Retention is shorter than the app's lag, or records were deleted"
              + " by hand",
          app,
          beginning - position,
          partition,
          position,
          beginning);
      count(partition.topic(), beginning - position);
    } else {
      log.warn(
          "{}: {} ends before {}, the next offset to read: it was deleted and recreated, or lost"
              + " records in an unclean leader election. It is read from its beginning",
          app,
          partition,
          position);
    }
  }

  /** Reports that a topic was deleted together with unread records. */
  public void deletedWithTopic(String topic, long unread) {
    log.warn("{}: {} was deleted together with some {} unread records", app, topic, unread);
    count(topic, unread);
  }

  private void count(String topic, long records) {
    Counter.builder(METRIC)
        .description(
            "Records (offsets, to be exact) that were deleted before the app had read them")
        .tag("topic", topic)
        .register(registry)
        .increment((double) records);
  }
}
