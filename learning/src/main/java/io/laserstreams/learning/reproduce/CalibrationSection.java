package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.learning.reproduce.Findings.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports the calibration of predicted probabilities. */
final class CalibrationSection {
  private final Findings findings;
  private final Path folder;
  private final boolean plots;

  CalibrationSection(Findings findings, Path folder, boolean plots) {
    this.findings = findings;
    this.folder = folder;
    this.plots = plots;
  }

  void write(Markdown text) {
    double full = findings.full();
    text.add("## Calibration at " + FigureFormat.percent(full));
    text.add("Expected calibration error in %d bins of equal width.".formatted(Quality.BINS));
    var table = new Markdown.Table("model", "calibration error");
    Map<String, Map<String, List<Quality.Bin>>> bins = new TreeMap<>();
    for (Kind kind : findings.kinds()) {
      List<ResultRow> rows = findings.rows(kind, full);
      if (!rows.isEmpty()) {
        table.row(
            findings.name(kind),
            findings.spread(kind, full, row -> row.test().calibrationError()).toString());
        bins.computeIfAbsent(kind.label().knowledge(), knowledge -> new LinkedHashMap<>())
            .put(findings.name(kind), rows.get(0).test().calibration());
      }
    }
    text.add(table);
    if (plots) {
      bins.forEach(
          (knowledge, series) -> {
            String file = "calibration-" + knowledge + ".png";
            Plots.calibration(
                folder.resolve(file),
                "calibration, knowledge: " + knowledge + ", first seed",
                series);
            text.image(
                "Share of positives by predicted probability, knowledge: " + knowledge, file);
          });
    }
  }
}
