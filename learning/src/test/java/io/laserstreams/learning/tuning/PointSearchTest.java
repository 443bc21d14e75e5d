package io.laserstreams.learning.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PointSearchTest {
  private static final double MANY = 776_007;

  private final List<Point> tried = new ArrayList<>();

  @Test
  void shouldWalkToTheBestPoint() {
    Point best = new Point(0.001, 8);
    assertEquals(best, search(PointGrid.of(MANY, null, null), closeTo(best)));
    assertEquals(tried.size(), new HashSet<>(tried).size(), "no point is trained at twice");
    tried.clear();
    Point start = PointGrid.usual(MANY);
    assertEquals(start, search(PointGrid.of(MANY, null, null), closeTo(start)));
    assertEquals(
        List.of(
            start,
            new Point(0.002, 2),
            new Point(0.008, 2),
            new Point(0.004, 1),
            new Point(0.004, 4)),
        tried,
        "the neighbours of the start, each with one input changed");
  }

  @Test
  void shouldTrainLongerOnlyIfItPays() {
    PointGrid grid = PointGrid.of(MANY, List.of(0.004), null);
    assertEquals(2, search(grid, point -> 0.8 + 0.0001 * point.passes()).passes());
    assertEquals(16, search(grid, point -> 0.8 + 0.001 * point.passes()).passes());
  }

  @Test
  void shouldStartWithMorePassesOfFewSamples() {
    assertEquals(new Point(0.004, 2), PointGrid.usual(MANY));
    assertEquals(new Point(0.004, 2), PointGrid.usual(MANY / 10));
    assertEquals(new Point(0.004, 8), PointGrid.usual(MANY / 100));
    assertEquals(PointGrid.usual(5_000), PointGrid.of(5_000, null, null).start());
  }

  @Test
  void shouldChooseFromWhatIsNamed() {
    PointGrid grid = PointGrid.of(MANY, List.of(0.01, 0.001), List.of(3));
    assertEquals(new Point(0.001, 3), search(grid, closeTo(new Point(0.0001, 9))));
    PointGrid single = PointGrid.of(MANY, List.of(0.01), List.of(3));
    assertTrue(single.isSingle());
    assertEquals(new Point(0.01, 3), search(single, point -> 0.5));
    PointGrid passesOnly = PointGrid.of(MANY, null, List.of(7));
    assertEquals(7, search(passesOnly, closeTo(new Point(0.002, 1))).passes());
    assertThrows(IllegalArgumentException.class, () -> PointGrid.of(MANY, List.of(), null));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PointGrid(List.of(0.1), List.of(1), new Point(0.2, 1)));
  }

  @Test
  void shouldStayWhereNothingCanBeMeasured() {
    PointGrid grid = PointGrid.of(MANY, null, null);
    assertEquals(grid.start(), search(grid, point -> Double.NaN));
    assertEquals(grid.start(), search(grid, point -> 0.5), "of equals the first");
  }

  @Test
  void shouldForeseeWhatIsLeftOfAnInterruptedSearch() {
    PointGrid grid = PointGrid.of(MANY, null, null);
    ToDoubleFunction<Point> auc = closeTo(new Point(0.002, 4));
    Map<Point, Double> finished = new HashMap<>();
    int trainings = 0;
    List<Point> open = open(grid, finished);
    assertEquals(5, open.size());
    while (!open.isEmpty()) {
      finished.put(open.get(0), auc.applyAsDouble(open.get(0)));
      trainings++;
      open = open(grid, finished);
    }
    assertEquals(new Point(0.002, 4), search(grid, auc));
    assertEquals(tried.size(), trainings, "nothing more than without interruptions");
    assertEquals(finished.keySet(), new HashSet<>(tried));
  }

  @Test
  void shouldSayWhereTheChoiceIsOnTheEdge() {
    List<Point> all =
        List.of(new Point(0.001, 2), new Point(0.002, 2), new Point(0.004, 2), new Point(0.002, 4));
    assertEquals(
        List.of("the largest number of passes tried, 4, was best: try more"),
        Edges.of(new Point(0.002, 4), all));
    assertEquals(
        List.of(
            "the smallest learning rate tried, 0.001, was best: try smaller ones",
            "the smallest number of passes tried, 2, was best: try fewer"),
        Edges.of(new Point(0.001, 2), all));
    assertEquals(
        List.of("the largest learning rate tried, 0.004, was best: try larger ones"),
        Edges.of(new Point(0.004, 2), all).subList(0, 1));
    assertEquals(
        List.of(),
        Edges.of(new Point(0.002, 1), List.of(new Point(0.002, 1), new Point(0.002, 2))),
        "no training has fewer passes than one, and a single rate was named");
  }

  private Point search(PointGrid grid, ToDoubleFunction<Point> auc) {
    return new PointSearch(grid)
        .best(
            point -> {
              tried.add(point);
              return auc.applyAsDouble(point);
            });
  }

  private static List<Point> open(PointGrid grid, Map<Point, Double> finished) {
    return new PointSearch(grid)
        .open(
            point ->
                finished.containsKey(point)
                    ? OptionalDouble.of(finished.get(point))
                    : OptionalDouble.empty());
  }

  /** The closer to a point, the better, by factors of two. */
  private static ToDoubleFunction<Point> closeTo(Point best) {
    return point ->
        1
            - 0.01 * Math.abs(Math.log(point.learningRate() / best.learningRate()))
            - 0.01 * Math.abs(Math.log((double) point.passes() / best.passes()));
  }
}
