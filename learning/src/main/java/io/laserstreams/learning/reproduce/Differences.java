package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.learning.dataset.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Paired differences of models on the test part: both see the same users and seeds in each
 * resample. Finished comparisons are kept in {@code pairs.jsonl}.
 */
final class Differences {
  private final ResultsFolder folder;
  private final TestPart testPart;
  private final Map<String, Optional<Predictions>> read = new HashMap<>();

  Differences(Dataset data, ResultsFolder folder) {
    this.folder = folder;
    this.testPart = new TestPart(data);
  }

  /**
   * Trainings of two models, by the files of their predictions.
   *
   * @param b counterparts of those in {@code a}, in the same order
   */
  record Pairs(List<String> a, List<String> b) {
    Pairs {
      a = List.copyOf(a);
      b = List.copyOf(b);
    }
  }

  /**
   * A comparison.
   *
   * @param pairs the trainings
   * @param auc of the first model minus that of the second, in the mean over the pairs
   * @param logLoss likewise
   */
  record Difference(Pairs pairs, Interval auc, Interval logLoss) {}

  /** The first row minus the second; empty if the predictions of either are missing. */
  Optional<Difference> of(ResultRow a, ResultRow b) {
    return of(List.of(a), List.of(b));
  }

  /**
   * The first model minus the second in the mean over pairs of rows; empty if the predictions of
   * any are missing.
   */
  Optional<Difference> of(List<ResultRow> a, List<ResultRow> b) {
    var pairs = new Pairs(files(a), files(b));
    Optional<Difference> known = folder.pairs().find(pairs);
    if (known.isPresent()) {
      return known;
    }
    List<Predictions> first = predictions(pairs.a());
    List<Predictions> second = predictions(pairs.b());
    if (first.size() < a.size() || second.size() < b.size()) {
      return Optional.empty();
    }
    Map<Measure, Interval> measured =
        Bootstrap.DEFAULT.differences(first, second, Reproduction.RANKED);
    var difference =
        new Difference(
            pairs,
            TestMetrics.of(measured, Measure.AUC),
            TestMetrics.of(measured, Measure.LOG_LOSS));
    folder.pairs().add(difference);
    return Optional.of(difference);
  }

  private static List<String> files(List<ResultRow> rows) {
    return rows.stream().map(ResultRow::predictions).toList();
  }

  /** Those that there are. */
  private List<Predictions> predictions(List<String> names) {
    return names.stream().map(this::predictions).flatMap(Optional::stream).toList();
  }

  private Optional<Predictions> predictions(String name) {
    return read.computeIfAbsent(
        name, key -> folder.predictions().read(key).flatMap(testPart::predictions));
  }
}
