package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.reproduce.Findings.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Reports how good models are with fewer samples. */
final class EfficiencySection {
  private final Findings findings;
  private final Path folder;
  private final boolean plots;
  private final double full;

  EfficiencySection(Findings findings, Path folder, boolean plots) {
    this.findings = findings;
    this.folder = folder;
    this.plots = plots;
    this.full = findings.full();
  }

  void write(Markdown text) {
    List<Double> fractions = findings.fractions();
    if (fractions.size() < 2) {
      return;
    }
    text.add("## How few samples suffice");
    text.add(
        "With the same seed, fewer samples are a subset of more, and all models learn from the same"
            + " ones. Test AUC:");
    var aucs = new Markdown.Table(head(fractions));
    var gains = new Markdown.Table(head(fractions));
    for (Kind kind : findings.kinds()) {
      List<String> row = new ArrayList<>(List.of(findings.name(kind)));
      fractions.forEach(fraction -> row.add(findings.testAuc(kind, fraction).toString()));
      aucs.row(row);
      if (!kind.isBackbone() && findings.kinds().contains(kind.backbone())) {
        List<String> gain = new ArrayList<>(List.of(findings.name(kind)));
        fractions.forEach(
            fraction -> gain.add(FigureFormat.signedPercent(findings.improvement(kind, fraction))));
        gains.row(gain);
      }
    }
    text.add(aucs);
    if (!gains.isEmpty()) {
      text.add(
          "Over the same backbone without knowledge and features on the same samples, ratio of the"
              + " mean AUCs less one:");
      text.add(gains);
    }
    reach(text);
    plots(text);
  }

  private static List<String> head(List<Double> fractions) {
    List<String> head = new ArrayList<>(List.of("model"));
    fractions.forEach(fraction -> head.add(FigureFormat.percent(fraction)));
    return head;
  }

  private void reach(Markdown text) {
    Map<String, Double> goals = new LinkedHashMap<>();
    findings.kinds().stream()
        .filter(
            kind ->
                kind.isBackbone()
                    && kind.model().startsWith("sim-")
                    && !findings.rows(kind, full).isEmpty())
        .forEach(
            kind ->
                goals.put(
                    "`%s` without knowledge (%s)"
                        .formatted(kind.model(), FigureFormat.figure(findings.auc(kind, full))),
                    findings.auc(kind, full)));
    List<String> head = new ArrayList<>(List.of("model", "its own backbone"));
    head.addAll(goals.keySet());
    var table = new Markdown.Table(head);
    for (Kind kind : findings.kinds()) {
      List<String> row =
          new ArrayList<>(
              List.of(findings.name(kind), share(kind, findings.auc(kind.backbone(), full))));
      goals.values().forEach(goal -> row.add(share(kind, goal)));
      table.row(row);
    }
    text.add(
        ("The smallest of these shares with which a model's mean AUC reaches that of its own"
                + " backbone at %s%s:")
            .formatted(
                FigureFormat.percent(full),
                goals.isEmpty() ? "" : ", and that of SIM, both without knowledge and features"));
    text.add(table);
  }

  private String share(Kind kind, double goal) {
    if (Double.isNaN(goal) || findings.curve(kind).isEmpty()) {
      return "–";
    }
    OptionalDouble fraction = findings.reaches(kind, goal);
    double largest = findings.curve(kind).keySet().stream().reduce(Double::max).orElseThrow();
    return fraction.isPresent()
        ? FigureFormat.percent(fraction.getAsDouble())
        : "not with " + FigureFormat.percent(largest);
  }

  private void plots(Markdown text) {
    for (String model : findings.models()) {
      Map<String, Map<Double, Double>> curves = findings.curves(model);
      if (plots && curves.values().stream().anyMatch(curve -> curve.size() > 1)) {
        String file = "efficiency-" + model + ".png";
        Plots.efficiency(
            folder.resolve(file), model, curves, findings.auc(Kind.backbone(model), full));
        text.image("AUC of %s by share of the samples".formatted(model), file);
      }
    }
  }
}
