package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import java.util.function.DoubleSupplier;

/**
 * Holds a replay back while its trainer is too far behind: how stale the models are that answer
 * must not depend on how fast a dataset is played. Each impression makes one sample.
 */
final class TrainerLag {
  private final int most;
  private final DoubleSupplier consumed;

  /**
   * @param most samples that the trainer may be behind
   * @param consumed samples that it has read
   */
  TrainerLag(int most, DoubleSupplier consumed) {
    this.most = most;
    this.consumed = requireNonNull(consumed, "consumed is null");
  }

  /** Where nobody trains. */
  static TrainerLag none() {
    return new TrainerLag(Integer.MAX_VALUE, () -> 0);
  }

  /** Whether the trainer keeps up with so many impressions scored. */
  boolean within(int scored) {
    return scored - consumed.getAsDouble() <= most;
  }

  /** Samples that it has read. */
  long consumed() {
    return (long) consumed.getAsDouble();
  }

  @Override
  public String toString() {
    return most == Integer.MAX_VALUE
        ? "no trainer"
        : "%d samples read by the trainer, at most %d behind is --trainer-lag"
            .formatted(consumed(), most);
  }
}
