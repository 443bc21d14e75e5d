package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import java.util.function.DoubleSupplier;

/**
 * Pauses a replay while its trainer is too far behind: how stale the answering models are must not
 * depend on the speed of the replay. Each impression makes one sample.
 */
final class TrainerLag {
  private final int max;
  private final DoubleSupplier consumed;

  /**
   * @param max samples that the trainer may be behind
   * @param consumed samples that it has read
   */
  TrainerLag(int max, DoubleSupplier consumed) {
    this.max = max;
    this.consumed = requireNonNull(consumed, "consumed is null");
  }

  /** For a replay without a trainer. */
  static TrainerLag none() {
    return new TrainerLag(Integer.MAX_VALUE, () -> 0);
  }

  /** Whether the trainer keeps up with this number of scored impressions. */
  boolean within(int scored) {
    return scored - consumed.getAsDouble() <= max;
  }

  /** Samples that it has read. */
  long consumed() {
    return (long) consumed.getAsDouble();
  }

  @Override
  public String toString() {
    return max == Integer.MAX_VALUE
        ? "no trainer"
        : "%d samples read by the trainer, which may be %d behind (--trainer-lag)"
            .formatted(consumed(), max);
  }
}
