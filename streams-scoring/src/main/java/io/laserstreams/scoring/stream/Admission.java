package io.laserstreams.scoring.stream;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.streams.PartitionCounts;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Judges records before they change anything. */
final class Admission {
  /** Longest id, in characters; it bounds keys and samples. */
  private static final int LONGEST_ID = 512;

  private final PartitionCounts partitions;
  private final long farthestAhead;

  /** @param farthestAhead how many milliseconds an event time may be ahead of the wall clock */
  Admission(PartitionCounts partitions, long farthestAhead) {
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.farthestAhead = farthestAhead;
  }

  /**
   * Refuses a record whose key lies on the wrong partition, differs from the user in the value, or whose time is before 1970 or
   * too far ahead. A time long past is admitted.
   */
  void admit(String key, String userId, String timeName, long time, RecordMetadata source, long now) {
    KeyPartition.require(key, source.partition(), partitions.of(source.topic()));
    if (!key.equals(userId)) {
      throw new BadRecordException("wrong-key", "The record's key is '" + key + "' but its value is about user '" + userId + "'");
    }
    id("The user's id", userId);
    if (time < 0) {
      throw new BadRecordException("time-before-1970", timeName + " is " + time
          + "; it is in milliseconds since 1970 and not negative");
    }
    if (time > now + farthestAhead) {
      throw new BadRecordException("time-ahead", timeName + " " + time + " is " + (time - now)
          + " ms ahead of the wall clock; at most "
          + farthestAhead + " ms are accepted (event.time.ahead.max.ms)");
    }
  }

  /** Refuses a tombstone on the right partition's topic of events. */
  <T> T present(T value) {
    if (value == null) {
      throw new BadRecordException("no-value", "The record has no value; tombstones mean nothing on this topic");
    }
    return value;
  }

  /** Refuses an empty or overlong id. */
  void id(String what, String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new BadRecordException("bad-id", what + " has " + id.length() + " characters; ids have 1 to " + LONGEST_ID);
    }
  }
}
