package io.laserstreams.tools.bench.load;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a process is warm: its rate is about the same in some windows in a row. For one thread.
 */
public final class SteadyState {
  private final int windows;
  private final double tolerance;
  private final Deque<Double> newest = new ArrayDeque<>();

  /**
   * @param windows how many in a row, at least 2
   * @param tolerance how far the smallest may be below the largest, as a share of it
   */
  public SteadyState(int windows, double tolerance) {
    if (windows < 2) {
      throw new IllegalArgumentException("windows is " + windows + ", must be at least 2");
    }
    this.windows = windows;
    this.tolerance = tolerance;
  }

  /** Adds the rate of another window; returns whether it is steady now. */
  public boolean add(double rate) {
    newest.addLast(rate);
    if (newest.size() > windows) {
      newest.removeFirst();
    }
    double largest = newest.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double smallest = newest.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    return newest.size() == windows && largest > 0 && smallest >= (1 - tolerance) * largest;
  }
}
