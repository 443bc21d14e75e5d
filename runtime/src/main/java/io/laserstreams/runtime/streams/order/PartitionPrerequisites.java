package io.laserstreams.runtime.streams.order;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The prerequisites on one partition. Belongs to one thread at a time. */
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
    return prerequisites.get(topic);
  }

  void clear(String topic) {
    prerequisites.put(topic, new Prerequisite(values.get(topic), eventTime));
  }

  /**
   * The time by which a dependent record is taken after those of its key that are before it: its
   * own, unless one of them waits behind a record, of whatever key, with a later time.
   */
  long timeAfterPrerequisites(Object key, long time) {
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
