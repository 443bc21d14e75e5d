package io.laserstreams.tools.features;

import java.util.HashMap;
import java.util.Map;

/**
 * When the records of a topic arrived, in the terms of their event times, which is written nowhere.
 * What stands before a record on its partition had happened by then, so the newest event time there
 * tells how far the stream was; whose own clock is ahead has not moved it beyond the record's own
 * time, which is the wall clock's. In a past that is sent in the order of event times, that is the
 * event time itself.
 */
final class ArrivalTimes {
  private final Map<Integer, Long> newest = new HashMap<>();

  /** When the next record of its partition arrived: not before its event time. */
  long of(RecordArrival place, long eventTime) {
    long streamTime =
        Math.min(newest.getOrDefault(place.partition(), Long.MIN_VALUE), place.recordTime());
    newest.merge(place.partition(), eventTime, Math::max);
    return Math.max(eventTime, streamTime);
  }
}
