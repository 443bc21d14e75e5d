package io.laserstreams.tools.bench;

import io.laserstreams.tools.bench.load.SteadyState;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import java.time.Duration;

/** Saturates a system until its rate is steady: until then its compiler takes CPU time. */
final class WarmUp {
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final int STEADY_WINDOWS = 4;
  private static final double TOLERANCE = 0.1;

  private WarmUp() {}

  /**
   * @param most how long, at most
   * @param row that gets a note if the rate is not steady by then
   */
  static void of(SystemUnderTest system, Duration most, RowSamples row) {
    SteadyState steady = new SteadyState(STEADY_WINDOWS, TOLERANCE);
    long start = System.nanoTime();
    boolean warm = false;
    while (!warm && System.nanoTime() - start < most.toNanos()) {
      warm = steady.add(system.traffic().saturate(WINDOW));
    }
    if (!warm) {
      row.note("its rate was not steady after " + most.toSeconds() + " s of warm-up");
    }
    system.traffic().drain();
  }
}
