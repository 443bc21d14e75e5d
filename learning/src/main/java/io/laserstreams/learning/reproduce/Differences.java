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
 * How much better one row is than another on the test part, in pairs: both see the same users in
 * each resample. What was compared once stands in {@code differences.jsonl}.
 */
final class Differences {
  private final ResultsFolder folder;
  private final TestPart slates;
  private final Map<String, Optional<Predictions>> read = new HashMap<>();

  Differences(Dataset data, ResultsFolder folder) {
    this.folder = folder;
    this.slates = new TestPart(data);
  }

  /** Two rows, by the files of their predictions. */
  record Pair(String a, String b) {}

  /**
   * A comparison.
   *
   * @param pair the rows
   * @param auc of the first less that of the second
   * @param logLoss likewise
   */
  record Difference(Pair pair, Interval auc, Interval logLoss) {}

  /** The first row against the second; empty where predictions of one of them are gone. */
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
        Bootstrap.DEFAULT.differences(first.get(), second.get(), Reproduction.FIRST);
    var difference =
        new Difference(pair, measured.get(Measure.AUC), measured.get(Measure.LOG_LOSS));
    folder.differences().add(difference);
    return Optional.of(difference);
  }

  private Optional<Predictions> predictions(String name) {
    return read.computeIfAbsent(name, key -> folder.predictions().read(key).flatMap(slates::with));
  }
}
