package io.laserstreams.tools.replay;

import io.laserstreams.runtime.deadletter.KeyPartition;
import java.util.HashMap;
import java.util.Map;

/**
 * Says when the next rating may be played: while not too many impressions wait for their scores.
 *
 * <p>A partition's first rating goes alone, and the next one follows when it is scored and its
 * interaction has had time to arrive. For a topic that was empty for longer than {@code
 * max.task.idle.ms} Kafka Streams waits no more, and starts to only once it had a record. So a
 * partition that had none for a while counts as one that never had any.
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
   * @param settleNanos how long after the score of a partition's first rating the next one waits
   * @param staysOpenNanos after how long without a rating a partition is as it was at first
   */
  InFlightWindow(int inFlight, int partitions, long settleNanos, long staysOpenNanos) {
    this.inFlight = inFlight;
    this.partitions = partitions;
    this.settleNanos = settleNanos;
    this.staysOpenNanos = staysOpenNanos;
  }

  /**
   * @param waiting impressions that have been played and not been scored yet
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

  /** Takes note of a rating that is played now; whether it is its partition's first. */
  boolean played(String key, long nowNanos) {
    Long last = lastPlayed.put(KeyPartition.of(key, partitions), nowNanos);
    boolean first = last == null || nowNanos - last > staysOpenNanos;
    opening |= first;
    return first;
  }
}
