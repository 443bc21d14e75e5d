package io.laserstreams.learning.tuning;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Chooses a point of a grid by its validation AUC. From the grid's start it walks along the
 * learning rates, then along the passes, and if that changed the passes, along the rates again; as
 * far as each step gains at least .0005. The same figures lead to the same choice.
 */
public final class PointSearch {
  /** Seeds differ by more. */
  private static final double MIN_GAIN = 0.0005;

  private final PointGrid grid;

  public PointSearch(PointGrid grid) {
    this.grid = requireNonNull(grid, "grid is null");
  }

  /**
   * Walks to the best point.
   *
   * @param validationAuc trains at a point; called once for each point that the walk needs
   */
  public Point best(ToDoubleFunction<Point> validationAuc) {
    Map<Point, Double> known = new HashMap<>();
    ToDoubleFunction<Point> once =
        point -> {
          Double auc = known.get(point);
          if (auc == null) {
            auc = validationAuc.applyAsDouble(point);
            known.put(point, auc);
          }
          return auc;
        };
    Point best = alongRates(grid.start(), once);
    Point longer = alongPasses(best, once);
    return longer.equals(best) ? best : alongRates(longer, once);
  }

  /**
   * The points that are still to be trained at, as far as can be foreseen: those that a walk needs
   * if none of them is better than the known ones.
   *
   * @param known validation AUC of a point; empty if it is unknown
   */
  public List<Point> open(Function<Point, OptionalDouble> known) {
    Set<Point> open = new LinkedHashSet<>();
    best(
        point -> {
          OptionalDouble auc = known.apply(point);
          if (auc.isEmpty()) {
            open.add(point);
          }
          return auc.orElse(Double.NEGATIVE_INFINITY);
        });
    return new ArrayList<>(open);
  }

  private Point alongRates(Point from, ToDoubleFunction<Point> auc) {
    return walk(grid.learningRates().stream().map(from::withLearningRate).toList(), from, auc);
  }

  private Point alongPasses(Point from, ToDoubleFunction<Point> auc) {
    return walk(grid.passes().stream().map(from::withPasses).toList(), from, auc);
  }

  /** Downwards while it gets better, and upwards if the first step down does not. */
  private static Point walk(List<Point> line, Point from, ToDoubleFunction<Point> auc) {
    double start = auc.applyAsDouble(from);
    for (int step : new int[] {-1, 1}) {
      int at = line.indexOf(from);
      double best = start;
      while (at + step >= 0 && at + step < line.size()) {
        double next = auc.applyAsDouble(line.get(at + step));
        if (!(next - best > MIN_GAIN)) {
          break;
        }
        at += step;
        best = next;
      }
      if (best > start) {
        return line.get(at);
      }
    }
    return from;
  }
}
