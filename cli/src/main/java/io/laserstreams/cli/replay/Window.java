package io.laserstreams.cli.replay;

import io.laserstreams.runtime.deadletter.KeyPartition;
import java.util.HashSet;
import java.util.Set;

/**
 * Says when the next rating may be played: while not too many impressions wait for their scores.
 *
 * <p>A partition's first rating goes alone, and the next one follows when it is scored and its interaction has had time to arrive. For
 * a topic that was empty for longer than {@code max.task.idle.ms} Kafka Streams waits no more, and starts to only once it had a record.
 */
final class Window {
  private final int inFlight;
  private final int partitions;
  private final long settleNanos;
  private final Set<Integer> opened = new HashSet<>();
  private boolean opening;
  private long settledAt = Long.MAX_VALUE;

  /** @param settleNanos how long after the score of a partition's first rating the next one waits */
  Window(int inFlight, int partitions, long settleNanos) {
    this.inFlight = inFlight;
    this.partitions = partitions;
    this.settleNanos = settleNanos;
  }

  /** @param waiting impressions that have been played and not been scored yet */
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

  /** Takes note of a rating that was played. */
  void played(String key) {
    opening = opened.add(KeyPartition.of(key, partitions)) || opening;
  }
}
