package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.reproduce.Findings.Kind;
import java.util.List;

/** Every model with all samples. */
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
            "95 %, first seed",
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
            findings.label(kind),
            findings.spread(kind, full, ResultRow::validationAuc).toString(),
            findings.spread(kind, full, ResultRow::testAuc).toString(),
            FigureFormat.figure(first.testAucLow())
                + "–"
                + FigureFormat.figure(first.testAucHigh()),
            findings.spread(kind, full, ResultRow::testLogLoss).toString(),
            findings.spread(kind, full, ResultRow::testGroupedAuc).toString(),
            kind.isBackbone() ? "" : FigureFormat.signedPercent(findings.improvement(kind, full)),
            "%.0f".formatted(findings.spread(kind, full, ResultRow::trainSeconds).mean()),
            "%.1f".formatted(findings.spread(kind, full, ResultRow::servingMicros).mean()),
            "%,d".formatted(first.parameters()));
      }
    }
    text.add(table);
    text.add(
        "Seconds are of the whole training, its looks at the validation part included, data"
            + " preparation aside, on the "
            + "machine as it was. A candidate is served in slates of %d on one thread; median."
                .formatted(ServingPace.CANDIDATES));
    ranked(text);
  }

  private void ranked(Markdown text) {
    var table = new Markdown.Table("model", "NDCG", "hit rate");
    for (Kind kind : findings.kinds()) {
      List<ResultRow> rows = findings.rows(kind, full);
      if (rows.stream().anyMatch(row -> row.testNdcg() != null)) {
        table.row(
            findings.label(kind),
            findings.spread(kind, full, ResultRow::testNdcg).toString(),
            findings.spread(kind, full, ResultRow::testHitRate).toString());
      }
    }
    if (!table.isEmpty()) {
      text.add("Slates of several candidates, the first %d:".formatted(Reproduction.FIRST));
      text.add(table);
    }
  }
}
