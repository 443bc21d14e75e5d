package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import java.util.function.LongSupplier;

/**
 * How many samples a second models learn from, without the time of evaluations. It counts from the
 * end of a training's first step: before, samples are prepared.
 */
final class LearningPace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoTime;
  private boolean started;
  private long last;
  private long done;
  private long samples;
  private long nanos;

  /**
   * @param nanoTime a clock in nanoseconds
   */
  LearningPace(LongSupplier nanoTime) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /** Before another training. */
  void begin() {
    started = false;
  }

  /** After a step: so many samples of the training are done. */
  void learnt(long nowDone) {
    long now = nanoTime.getAsLong();
    if (started) {
      nanos += now - last;
      samples += nowDone - done;
    }
    started = true;
    last = now;
    done = nowDone;
  }

  /** After an evaluation. */
  void evaluated() {
    last = nanoTime.getAsLong();
  }

  /** Samples a second; NaN before the second step. */
  double perSecond() {
    return nanos == 0 ? Double.NaN : samples * NANOS_PER_SECOND / nanos;
  }
}
