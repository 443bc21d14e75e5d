package io.laserstreams.tools.demo;

import java.util.List;

/**
 * What a demo ended with; its JSON is for scripts, so names do not change. Rates are clicks an item
 * shown.
 */
public record DemoSummary(
    long seed,
    double minutes,
    double impressionsPerSecond,
    boolean knowledge,
    boolean features,
    boolean trainerFrozen,
    ClickThrough clickThrough,
    long impressions,
    long scores,
    long duplicateScores,
    long unanswered,
    long modelsReleased,
    long knowledgeRecords,
    long deadLetters,
    LatencyMillis latencyMillis,
    List<Point> curve) {

  /**
   * @param first served, expected under the world's truth, in the first window of the run
   * @param last the same in the last window
   * @param random what random orders would get in the last window
   * @param best what the best possible orders would get in the last window
   * @param clickedFirst clicks that the coins really gave, first window
   * @param clickedLast the same in the last window
   * @param windowSeconds length of a window
   */
  public record ClickThrough(
      double first,
      double last,
      double random,
      double best,
      double clickedFirst,
      double clickedLast,
      int windowSeconds) {}

  /** From the impression's send to the receipt of its committed score. */
  public record LatencyMillis(double p50, double p99) {}

  /** Averages over the ten seconds that end at {@code second}. */
  public record Point(int second, double served, double random, double best) {}
}
