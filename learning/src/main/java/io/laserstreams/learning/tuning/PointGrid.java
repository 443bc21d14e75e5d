package io.laserstreams.learning.tuning;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.offline.OfflinePlan;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The points to choose from, and the one where a search starts.
 *
 * @param learningRates rising
 * @param passes rising
 * @param start a rate and a number of passes of these
 */
public record PointGrid(List<Double> learningRates, List<Integer> passes, Point start) {
  private static final List<Double> RATES =
      List.of(0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032);
  private static final double USUAL_RATE = 0.004;
  private static final List<Integer> PASSES = List.of(1, 2, 4, 8, 16);
  private static final int USUAL_PASSES = 2;
  private static final double FEW = 20_000;
  private static final int USUAL_PASSES_OF_FEW = 8;

  public PointGrid {
    learningRates = List.copyOf(new TreeSet<>(learningRates));
    passes = List.copyOf(new TreeSet<>(passes));
    requireNonNull(start, "start is null");
    learningRates.forEach(rate -> new Point(rate, 1).in(OfflinePlan.DEFAULT));
    passes.forEach(count -> new Point(USUAL_RATE, count).in(OfflinePlan.DEFAULT));
    if (!learningRates.contains(start.learningRate()) || !passes.contains(start.passes())) {
      throw new IllegalArgumentException(
          "%s is not among the rates %s and the passes %s".formatted(start, learningRates, passes));
    }
  }

  /** A single point, so that there is nothing to choose. */
  public static PointGrid of(Point point) {
    return new PointGrid(List.of(point.learningRate()), List.of(point.passes()), point);
  }

  /**
   * The grid for a number of training samples.
   *
   * @param learningRates to choose from; null for the usual ones
   * @param passes to choose from; null for the usual ones
   * @throws IllegalArgumentException if a list is empty or a value out of bounds
   */
  public static PointGrid of(
      double samples, @Nullable List<Double> learningRates, @Nullable List<Integer> passes) {
    return new PointGrid(
        learningRates == null ? RATES : learningRates,
        passes == null ? PASSES : passes,
        new Point(
            learningRates == null ? USUAL_RATE : middle("learning rate", learningRates),
            passes == null ? usualPasses(samples) : middle("number of passes", passes)));
  }

  /** The usual point for a number of training samples. */
  public static Point usual(double samples) {
    return new Point(USUAL_RATE, usualPasses(samples));
  }

  /** Few samples are few steps, whatever the batch. */
  private static int usualPasses(double samples) {
    return samples >= FEW ? USUAL_PASSES : USUAL_PASSES_OF_FEW;
  }

  private static <T extends Comparable<T>> T middle(String what, List<T> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no " + what + " to choose from");
    }
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Whether there is only one point. */
  public boolean isSingle() {
    return learningRates.size() == 1 && passes.size() == 1;
  }
}
