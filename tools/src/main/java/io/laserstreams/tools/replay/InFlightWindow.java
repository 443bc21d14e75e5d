package io.laserstreams.tools.replay;

import io.laserstreams.runtime.deadletter.KeyPartition;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides when the next impression may be sent: while not too many wait for their scores.
 *
 * <p>A partition's first impression goes alone, and the next one follows once it is scored and its
 * interaction has had time to arrive. Kafka Streams no longer waits for a topic that was empty for
 * longer than {@code max.task.idle.ms}, until that has a record again. So a partition that had none
 * for a while counts as one that never had any.
 */
final class InFlightWindow {
  private final int inFlight;
  private final int partitions;
  private final long settleNanos;
  private final long staysOpenNanos;
  private final Map<Integer, Long> lastPlayed = new HashMap<>();
  private boolean opening;
  private long settledAt = Long.MAX_VALUE;

  /**
   * @param settleNanos how long the next impression waits after the score of a partition's first
   * @param staysOpenNanos after how long without an impression a partition starts over
   */
  InFlightWindow(int inFlight, int partitions, long settleNanos, long staysOpenNanos) {
    this.inFlight = inFlight;
    this.partitions = partitions;
    this.settleNanos = settleNanos;
    this.staysOpenNanos = staysOpenNanos;
  }

  /**
   * @param waiting impressions that were sent and are not scored yet
   */
  boolean isOpen(int waiting, long nowNanos) {
    if (!opening) {
      return waiting < inFlight;
    }
    if (waiting > 0) {
      return false;
    }
    if (settledAt == Long.MAX_VALUE) {
      settledAt = nowNanos + settleNanos;
    }
    if (nowNanos - settledAt < 0) {
      return false;
    }
    opening = false;
    settledAt = Long.MAX_VALUE;
    return true;
  }

  /** Notes an impression that is sent now; returns whether it is its partition's first. */
  boolean played(String key, long nowNanos) {
    Long last = lastPlayed.put(KeyPartition.of(key, partitions), nowNanos);
    boolean first = last == null || nowNanos - last > staysOpenNanos;
    opening |= first;
    return first;
  }
}
