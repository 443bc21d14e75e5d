package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.learning.dataset.Dataset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Paired differences of rows on the test part: both see the same users in each resample. Finished
 * comparisons are kept in {@code differences.jsonl}.
 */
final class Differences {
  private final ResultsFolder folder;
  private final TestPart testPart;
  private final Map<String, Optional<Predictions>> read = new HashMap<>();

  Differences(Dataset data, ResultsFolder folder) {
    this.folder = folder;
    this.testPart = new TestPart(data);
  }

  /** Two rows, by the files of their predictions. */
  record Pair(String a, String b) {}

  /**
   * A comparison.
   *
   * @param pair the rows
   * @param auc of the first minus that of the second
   * @param logLoss likewise
   */
  record Difference(Pair pair, Interval auc, Interval logLoss) {}

  /** The first row minus the second; empty if the predictions of either are missing. */
  Optional<Difference> of(ResultRow a, ResultRow b) {
    var pair = new Pair(a.predictions(), b.predictions());
    Optional<Difference> known = folder.differences().find(pair);
    if (known.isPresent()) {
      return known;
    }
    Optional<Predictions> first = predictions(pair.a());
    Optional<Predictions> second = predictions(pair.b());
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    Map<Measure, Interval> measured =
        Bootstrap.DEFAULT.differences(first.get(), second.get(), Reproduction.RANKED);
    var difference =
        new Difference(
            pair,
            TestMetrics.of(measured, Measure.AUC),
            TestMetrics.of(measured, Measure.LOG_LOSS));
    folder.differences().add(difference);
    return Optional.of(difference);
  }

  private Optional<Predictions> predictions(String name) {
    return read.computeIfAbsent(
        name, key -> folder.predictions().read(key).flatMap(testPart::predictions));
  }
}
