package io.laserstreams.learning.tuning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Says where a choice lies on the edge of what was tried, so that something better may lie beyond.
 */
public final class Edges {
  private Edges() {}

  /**
   * A hint for each edge.
   *
   * @param chosen of the points tried
   * @param tried all of them
   */
  public static List<String> of(Point chosen, Collection<Point> tried) {
    List<String> hints = new ArrayList<>();
    double low = tried.stream().mapToDouble(Point::learningRate).min().orElseThrow();
    double high = tried.stream().mapToDouble(Point::learningRate).max().orElseThrow();
    if (low < high && chosen.learningRate() == low) {
      hints.add("the smallest learning rate tried, %s, was best: try smaller ones".formatted(low));
    }
    if (low < high && chosen.learningRate() == high) {
      hints.add("the largest learning rate tried, %s, was best: try larger ones".formatted(high));
    }
    int fewest = tried.stream().mapToInt(Point::passes).min().orElseThrow();
    int most = tried.stream().mapToInt(Point::passes).max().orElseThrow();
    if (fewest < most && chosen.passes() == fewest && fewest > 1) {
      hints.add(
          String.format(
              Locale.ROOT, "the smallest number of passes tried, %d, was best: try fewer", fewest));
    }
    if (fewest < most && chosen.passes() == most) {
      hints.add(
          String.format(
              Locale.ROOT, "the largest number of passes tried, %d, was best: try more", most));
    }
    return hints;
  }
}
