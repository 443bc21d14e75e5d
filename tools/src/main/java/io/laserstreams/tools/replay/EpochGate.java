package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import java.util.function.DoubleSupplier;

/**
 * Admits a replay to an epoch of event time once everything before it has been counted: item
 * statistics are published by epochs, and only a replay that waits for them sees the same ones at
 * any speed.
 *
 * <p>A caller that is refused asks again. An epoch without an event costs no wait.
 */
final class EpochGate {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long epochMillis;
  private final boolean shownCounts;
  private final DoubleSupplier counted;
  private long epoch = Long.MIN_VALUE;
  private long epochs;
  private long interactions;
  private long waitingSince;
  private boolean waiting;
  private long waitedNanos;

  /**
   * @param epochMillis length of an epoch
   * @param shownCounts whether the statistics count items that were shown and not clicked
   * @param counted interactions that the published statistics contain
   */
  EpochGate(long epochMillis, boolean shownCounts, DoubleSupplier counted) {
    if (epochMillis < 0) {
      throw new IllegalArgumentException(
          "epochMillis is " + epochMillis + ", must not be negative");
    }
    this.epochMillis = epochMillis;
    this.shownCounts = shownCounts;
    this.counted = requireNonNull(counted, "counted is null");
  }

  /** For a model that reads no statistics. */
  static EpochGate open() {
    return new EpochGate(0, false, () -> 0);
  }

  /** Whether an event at this time starts another epoch. */
  boolean closedTo(long eventTime) {
    return epochMillis > 0 && Math.floorDiv(eventTime, epochMillis) > epoch;
  }

  /** The start of the epoch of this time. */
  long begin(long eventTime) {
    return Math.floorDiv(eventTime, epochMillis) * epochMillis;
  }

  /**
   * Whether an event at this time may be sent.
   *
   * @param scored whether all impressions sent before have their scores
   */
  boolean passes(long eventTime, boolean scored, long nowNanos) {
    if (!closedTo(eventTime)) {
      return true;
    }
    if (!waiting) {
      waiting = true;
      waitingSince = nowNanos;
    }
    if (!scored || counted.getAsDouble() < interactions) {
      return false;
    }
    waiting = false;
    waitedNanos += nowNanos - waitingSince;
    epoch = Math.floorDiv(eventTime, epochMillis);
    epochs++;
    return true;
  }

  /** Whether an event was refused and has not passed yet. */
  boolean waiting() {
    return waiting;
  }

  /** Counts an interaction that was sent, or an item that was only shown. */
  void sent(boolean interacted) {
    interactions += interacted || shownCounts ? 1 : 0;
  }

  /** Epochs that had an event. */
  long epochs() {
    return epochs;
  }

  /** Seconds spent waiting. */
  double waitedSeconds() {
    return waitedNanos / NANOS_PER_SECOND;
  }

  @Override
  public String toString() {
    return epochMillis == 0
        ? "no epochs"
        : "%d epochs, %.0f of %d interactions counted%s"
            .formatted(
                epochs,
                counted.getAsDouble(),
                interactions,
                waiting ? ", waiting for the next epoch" : "");
  }
}
