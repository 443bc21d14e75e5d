package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.reproduce.Findings.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports every model with all samples. */
final class QualitySection {
  private final Findings findings;
  private final double full;

  QualitySection(Findings findings) {
    this.findings = findings;
    this.full = findings.full();
  }

  void write(Markdown text) {
    text.add("## Every model at " + FigureFormat.percent(full));
    var table =
        new Markdown.Table(
            "model",
            "validation AUC",
            "test AUC",
            "first seed, 95 %",
            "log loss",
            "AUC within users",
            "over its backbone",
            "training, s",
            "serving, µs a candidate",
            "parameters");
    for (Kind kind : findings.kinds()) {
      List<ResultRow> rows = findings.rows(kind, full);
      if (!rows.isEmpty()) {
        ResultRow first = rows.get(0);
        table.row(
            findings.name(kind),
            findings.spread(kind, full, row -> row.validation().auc()).toString(),
            findings.testAuc(kind, full).toString(),
            interval(first.test().auc()),
            findings.testLogLoss(kind, full).toString(),
            findings.spread(kind, full, row -> row.test().groupedAuc()).toString(),
            kind.isBackbone() ? "" : FigureFormat.signedPercent(findings.improvement(kind, full)),
            "%.0f"
                .formatted(findings.spread(kind, full, row -> row.effort().trainSeconds()).mean()),
            "%.1f".formatted(findings.servingMicros(kind, full).mean()),
            "%,d".formatted(first.effort().parameters()));
      }
    }
    text.add(table);
    text.add(
        ("Seconds are of the whole training, including its evaluations on the validation part,"
                + " without data preparation, on the machine as it was. A candidate is served in"
                + " slates of %d on one thread; median.")
            .formatted(ServingPace.CANDIDATES));
    ranked(text);
  }

  private static String interval(TestMetrics.Auc auc) {
    return "%s (%s–%s)"
        .formatted(
            FigureFormat.figure(auc.value()),
            FigureFormat.figure(auc.low()),
            FigureFormat.figure(auc.high()));
  }

  private void ranked(Markdown text) {
    var table = new Markdown.Table("model", "NDCG", "hit rate");
    for (Kind kind : findings.kinds()) {
      List<ResultRow> rows = findings.rows(kind, full);
      if (rows.stream().anyMatch(row -> row.test().ndcg() != null)) {
        table.row(
            findings.name(kind),
            findings.spread(kind, full, row -> orNaN(row.test().ndcg())).toString(),
            findings.spread(kind, full, row -> orNaN(row.test().hitRate())).toString());
      }
    }
    if (!table.isEmpty()) {
      text.add(
          "Slates of several candidates, the first %1$d; the hit rate of those with more than %1$d:"
              .formatted(Reproduction.RANKED));
      text.add(table);
    }
  }

  private static double orNaN(@Nullable Double metric) {
    return metric == null ? Double.NaN : metric;
  }
}
