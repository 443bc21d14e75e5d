package io.laserstreams.runtime.streams.order;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.jspecify.annotations.Nullable;

/** The prerequisites on one partition. Confined to one thread at a time. */
final class PartitionPrerequisites {
  private final Map<String, Prerequisite> prerequisites = new HashMap<>();
  private final Map<String, Deserializer<?>> values;
  private final TimestampExtractor eventTime;

  PartitionPrerequisites(Map<String, Deserializer<?>> values, TimestampExtractor eventTime) {
    this.values = values;
    this.eventTime = eventTime;
    values.keySet().forEach(this::clear);
  }

  Prerequisite of(String topic) {
    return requireNonNull(prerequisites.get(topic), topic);
  }

  void clear(String topic) {
    prerequisites.put(topic, new Prerequisite(requireNonNull(values.get(topic), topic), eventTime));
  }

  /**
   * The time that puts a dependent record after the earlier records of its key: its own time,
   * unless one of them waits behind a record, of any key, with a later time.
   */
  long timeAfterPrerequisites(@Nullable Object key, long time) {
    long after = time;
    for (Prerequisite prerequisite : prerequisites.values()) {
      long newest = prerequisite.newestUpToLastBefore(key, time);
      if (newest >= after) {
        after = newest + 1;
      }
    }
    return after;
  }
}
