package io.laserstreams.tools.features;

import java.util.HashMap;
import java.util.Map;

/**
 * When the records of a topic arrived, in terms of event time, which no record has. Everything
 * before a record on its partition had happened by then, so the newest event time there is how far
 * the stream was. A producer whose clock is ahead does not move that beyond the record's own
 * timestamp, which is wall-clock time. For records that are sent in the order of event times, the
 * arrival is the event time itself.
 */
final class ArrivalTimes {
  private final Map<Integer, Long> newest = new HashMap<>();

  /** When the next record of its partition arrived: not before its event time. */
  long of(RecordArrival record, long eventTime) {
    int partition = record.position().partition();
    long streamTime = Math.min(newest.getOrDefault(partition, Long.MIN_VALUE), record.recordTime());
    newest.merge(partition, eventTime, Math::max);
    return Math.max(eventTime, streamTime);
  }
}
