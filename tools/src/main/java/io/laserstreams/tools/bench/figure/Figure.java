package io.laserstreams.tools.bench.figure;

import java.util.List;

/**
 * One measure of one row, over its repeats.
 *
 * @param median the mean of the two in the middle of an even number
 * @param values in the order in which they were measured
 */
public record Figure(
    String name, String unit, double median, double min, double max, List<Double> values) {
  public Figure {
    values = List.copyOf(values);
  }

  /**
   * @param values at least one
   * @throws IllegalArgumentException if there are none, or one is not a number
   */
  public static Figure of(Measure measure, List<Double> values) {
    if (values.isEmpty() || values.stream().anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s was measured as %s: it needs finite values".formatted(measure.name(), values));
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Figure(
        measure.name(),
        measure.unit(),
        median,
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        values);
  }
}
