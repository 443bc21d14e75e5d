package io.laserstreams.tools.reproduce;

import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.reproduce.Reproduction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learning rates and passes to choose from on the validation part.
 *
 * @param search false to choose nothing: one pass at the default rate, unless others are named
 * @param learningRates null for the usual ones
 * @param passes null for the usual ones
 */
public record SearchOptions(
    boolean search, @Nullable List<Double> learningRates, @Nullable List<Integer> passes) {
  private static final List<Double> RATES = List.of(0.002, 0.004);
  private static final List<Integer> PASSES = List.of(1, 2);

  public SearchOptions {
    learningRates = learningRates == null ? null : List.copyOf(learningRates);
    passes = passes == null ? null : List.copyOf(passes);
  }

  /** The points to choose from; a single one needs no search. */
  List<Reproduction.Point> points() {
    OfflinePlan usual = OfflinePlan.DEFAULT;
    List<Double> rates = choices(learningRates, RATES, usual.hyper().learningRate());
    List<Integer> counts = choices(passes, PASSES, usual.passes());
    return rates.stream()
        .flatMap(rate -> counts.stream().map(count -> new Reproduction.Point(rate, count)))
        .toList();
  }

  private <T> List<T> choices(@Nullable List<T> named, List<T> toChooseFrom, T usual) {
    return named != null ? named : search ? toChooseFrom : List.of(usual);
  }
}
