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
 * Counts records that were deleted before an app had read them, by retention or by hand, and warns
 * of them. Thread-safe.
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
   * Tells of positions that a partition no longer has. The consumer itself is left as it is.
   *
   * @param consumer is asked where the partitions begin
   */
  public void outOfRange(OffsetOutOfRangeException failure, Consumer<?, ?> consumer) {
    Map<TopicPartition, Long> positions = failure.offsetOutOfRangePartitions();
    try {
      consumer
          .beginningOffsets(positions.keySet())
          .forEach((partition, begins) -> passed(partition, positions.get(partition), begins));
    } catch (RetriableException e) {
      log.warn(
          "{}: {} no longer have the positions {}; how many records were deleted unread is not"
              + " known, as the brokers do not answer ({})",
          app,
          positions.keySet(),
          positions,
          e.toString());
    }
  }

  /**
   * Tells that a partition is read from {@code begins} on although the next record to read was
   * {@code position}.
   */
  public void passed(TopicPartition partition, long position, long begins) {
    if (begins > position) {
      log.warn(
          "{}: {} offsets of {} were deleted before they were read, from {} to {}: it is read from"
              + " there on. Retention is shorter than the app was behind, or records were deleted"
              + " by hand",
          app,
          begins - position,
          partition,
          position,
          begins);
      count(partition.topic(), begins - position);
    } else {
      log.warn(
          "{}: {} ends before {}, the next offset to read: it was deleted and made again, or lost"
              + " records in an unclean election of its leader. It is read from its beginning",
          app,
          partition,
          position);
    }
  }

  /** Tells that a topic is gone with records that were not read. */
  public void goneWith(String topic, long unread) {
    log.warn(
        "{}: {} was deleted together with some {} records that were not read", app, topic, unread);
    count(topic, unread);
  }

  private void count(String topic, long records) {
    Counter.builder(METRIC)
        .description(
            "Records (offsets, to be exact) that were deleted before the app had read them")
        .tag("topic", topic)
        .register(registry)
        .increment(records);
  }
}
