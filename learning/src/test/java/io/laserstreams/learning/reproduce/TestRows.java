package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.learning.offline.OfflinePlan;
import java.util.List;

/** Rows that nobody trained. */
final class TestRows {
  private TestRows() {}

  static ResultRow row(String knowledge, OfflinePlan plan, double auc) {
    return row("din", knowledge, plan, auc);
  }

  static ResultRow row(String model, String knowledge, OfflinePlan plan, double auc) {
    boolean knows = !knowledge.equals("none");
    String side = knows ? "both" : "none";
    String adapter = knows ? "moe" : "none";
    var settings =
        new ResultRow.Settings(
            "made up",
            knows ? "fingerprint" : "",
            model,
            knowledge,
            side,
            adapter,
            "graph",
            plan,
            1);
    return new ResultRow(
        model,
        knowledge,
        side,
        adapter,
        knows ? "texts" : "",
        "none",
        false,
        plan.fraction(),
        plan.seed(),
        auc,
        0.5,
        auc,
        auc - 0.01,
        auc + 0.01,
        0.5,
        auc,
        0.01,
        null,
        null,
        List.of(new Quality.Bin(9, 0.4, 0.5)),
        60,
        5,
        100,
        1_000,
        PredictionFiles.name(settings),
        settings);
  }
}
