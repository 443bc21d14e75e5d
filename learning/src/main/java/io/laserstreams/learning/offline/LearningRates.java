package io.laserstreams.learning.offline;

/** A short warm-up, then a linear decay to a fiftieth. */
final class LearningRates {
  private static final double LAST = 0.02;
  private static final long MOST_WARM_UP = 50;

  private final long steps;
  private final long warmUp;

  LearningRates(long steps) {
    this.steps = steps;
    this.warmUp = Math.max(1, Math.min(MOST_WARM_UP, steps / 20));
  }

  /** Share of the peak rate in this step, counted from 0. */
  double at(long step) {
    double warmed = Math.min(1, (step + 1.0) / warmUp);
    return warmed * (1 - (1 - LAST) * Math.min(step, steps) / steps);
  }
}
