package io.laserstreams.learning.offline;

/** A schedule with a short warm-up, then a linear decay to a fiftieth. */
final class LearningRates {
  private static final double LAST = 0.02;
  private static final long MAX_WARM_UP = 50;

  private final long steps;
  private final long warmUp;

  LearningRates(long steps) {
    this.steps = steps;
    this.warmUp = Math.max(1, Math.min(MAX_WARM_UP, steps / 20));
  }

  /** The share of the peak rate in a step, counted from 0. */
  double at(long step) {
    double warmed = Math.min(1, (step + 1.0) / warmUp);
    return warmed * (1 - (1 - LAST) * Math.min(step, steps) / steps);
  }
}
