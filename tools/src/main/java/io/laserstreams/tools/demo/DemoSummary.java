package io.laserstreams.tools.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a demo; scripts read its JSON, so names do not change. Rates are clicks per item
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
    List<Point> curve,
    List<Release> releases) {

  /**
   * @param first served, expected under the world's true probabilities, in the first window of the
   *     run
   * @param last served in the last window
   * @param random expectation of random orders in the last window
   * @param best expectation of the best possible orders in the last window
   * @param clickedFirst clicks that happened in the first window
   * @param clickedLast clicks that happened in the last window
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

  /**
   * A model that was released.
   *
   * @param second of the run
   * @param auc on the samples held back for its evaluation; null if unknown
   */
  public record Release(int second, String version, @Nullable Double auc) {
    public Release {
      auc = auc == null || auc.isNaN() ? null : auc;
    }
  }

  /** From sending an impression to receiving its committed score. */
  public record LatencyMillis(double p50, double p99) {}

  /** Averages over the ten seconds that end at {@code second}. */
  public record Point(int second, double served, double random, double best) {}
}
