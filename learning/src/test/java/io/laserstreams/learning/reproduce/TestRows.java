package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.learning.offline.OfflinePlan;
import java.util.List;

/** Rows without a training. */
final class TestRows {
  private TestRows() {}

  static ResultRow row(String knowledge, OfflinePlan plan, double auc) {
    return row("din", knowledge, plan, auc);
  }

  static ResultRow row(String model, String knowledge, OfflinePlan plan, double auc) {
    boolean knows = !knowledge.equals("none");
    var label = new ModelLabel(model, knowledge, knows ? "both" : "none", knows ? "moe" : "none");
    var settings =
        new ResultRow.Settings("made up", knows ? "fingerprint" : "", label, "graph", plan, 1);
    return new ResultRow(
        label,
        knows ? "texts" : "",
        FeatureReading.NONE,
        plan.fraction(),
        plan.seed(),
        new Validation(auc, 0.5),
        new TestMetrics(
            new TestMetrics.Auc(auc, auc - 0.01, auc + 0.01),
            0.5,
            auc,
            0.01,
            null,
            null,
            List.of(new Quality.Bin(9, 0.4, 0.5))),
        new Effort(60, 5, 100, 1_000),
        PredictionFiles.name(settings),
        settings);
  }
}
