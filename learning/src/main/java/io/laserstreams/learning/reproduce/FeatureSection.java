package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.reproduce.Findings.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports the gain from streaming features, and how much of it comes from labels that a model on
 * fewer samples did not get.
 */
final class FeatureSection {
  private final Findings findings;

  FeatureSection(Findings findings) {
    this.findings = findings;
  }

  void write(Markdown text) {
    List<Kind> with = findings.kinds().stream().filter(Kind::readsFeatures).toList();
    if (with.isEmpty()) {
      return;
    }
    text.add("## Streaming features");
    text.add(
        "Test AUC / log loss of each model without and with [streaming features](../features.md),"
            + " by share of the training samples. *Strict*: statistics of items and pairs and the"
            + " items' factors learn from the labels of that share alone; otherwise from the whole"
            + " stream before each sample, as in serving. A user's own features see all the user's"
            + " events either way.");
    List<Double> fractions = findings.fractions();
    List<String> head = new ArrayList<>(List.of("model", "features"));
    fractions.forEach(fraction -> head.add(FigureFormat.percent(fraction)));
    var table = new Markdown.Table(head);
    for (Kind plain : with.stream().map(Kind::withoutFeatures).distinct().toList()) {
      row(table, plain, fractions);
      with.stream()
          .filter(kind -> kind.withoutFeatures().equals(plain))
          .forEach(kind -> row(table, kind, fractions));
    }
    text.add(table);
  }

  private void row(Markdown.Table table, Kind kind, List<Double> fractions) {
    List<String> row =
        new ArrayList<>(List.of(findings.name(kind.withoutFeatures()), kind.features()));
    for (double fraction : fractions) {
      boolean trained = !findings.rows(kind, fraction).isEmpty();
      row.add(
          !trained
              ? "–"
              : findings.testAuc(kind, fraction)
                  + " / "
                  + FigureFormat.figure(findings.testLogLoss(kind, fraction).mean()));
    }
    table.row(row);
  }
}
