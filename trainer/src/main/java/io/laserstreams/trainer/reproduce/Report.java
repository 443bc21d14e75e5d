package io.laserstreams.trainer.reproduce;

import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.trainer.dataset.Dataset;
import io.laserstreams.trainer.dataset.Part;
import io.laserstreams.trainer.reproduce.Findings.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** Writes a reproduction as Markdown with plots. */
public final class Report {
  private static final double ALL = 1;

  private final Dataset data;
  private final Reproduction.Outcome outcome;
  private final Findings findings;
  private final Circumstances circumstances;
  private final List<String> lines = new ArrayList<>();

  /**
   * What the figures were made with.
   *
   * @param command that repeats them
   * @param knowledge a sentence on where knowledge came from, empty without
   * @param threads of libtorch
   */
  public record Circumstances(String command, String knowledge, int threads) {}

  public Report(Dataset data, Reproduction.Outcome outcome, Circumstances circumstances) {
    this.data = data;
    this.outcome = outcome;
    this.findings = new Findings(outcome.rows());
    this.circumstances = circumstances;
  }

  /** Writes {@code report.md} and its plots into the folder. */
  public Path write(Path folder) {
    lines.clear();
    head();
    paper();
    knowledge();
    efficiency(folder);
    calibration(folder);
    choices();
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("report.md"), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + folder, e);
    }
  }

  /** The paper's table beside ours, for the terminal and the report. */
  public List<String> table() {
    List<String> table = new ArrayList<>();
    double full = full();
    table.add(row("model", "published AUC / log loss", "ours, " + Texts.percent(full) + ": AUC", "log loss", "against published"));
    table.add("|---|---|---|---|---|");
    List<PublishedFigure> published = PublishedFigure.of(data.name());
    for (PublishedFigure figure : published) {
      List<Kind> ours = findings.kinds().stream().filter(kind -> kind.isBackbone() && figure.models().contains(kind.model())).toList();
      String theirs = Texts.figure(figure.auc()) + " / " + Texts.figure(figure.logLoss());
      if (ours.isEmpty()) {
        table.add(row(figure.label(), theirs, "", "", ""));
      }
      ours.forEach(kind -> table.add(row(figure.label() + (ours.size() > 1 ? " (" + kind.model() + ")" : ""), theirs,
          findings.spread(kind, full, ResultRow::testAuc).toString(), findings.spread(kind, full, ResultRow::testLogLoss).toString(),
          Texts.signedPercent(findings.auc(kind, full) / figure.auc() - 1))));
    }
    findings.kinds().stream()
        .filter(kind -> !kind.isBackbone() || published.stream().noneMatch(figure -> figure.models().contains(kind.model())))
        .forEach(kind -> table.add(row(kind.label(), "", findings.spread(kind, full, ResultRow::testAuc).toString(),
            findings.spread(kind, full, ResultRow::testLogLoss).toString(), "")));
    return table;
  }

  private void head() {
    var protocol = data.protocol();
    add("# " + data.name() + ": models compared");
    add("%,d training, %,d validation and %,d test samples%s."
        .formatted(protocol.samples(Part.TRAINING), protocol.samples(Part.VALIDATION), protocol.samples(Part.TEST),
            data.description().note() == null ? "" : "; " + data.description().note()));
    add("Chosen on validation, test looked at once. ± is the standard deviation over seeds; 95 % intervals are over resampled users."
        + (circumstances.knowledge().isEmpty() ? "" : " " + circumstances.knowledge()));
    add("    " + circumstances.command());
    add("Data `%s`; %d processors, %d of them used by libtorch; Java %s."
        .formatted(data.fingerprint().substring(0, Math.min(16, data.fingerprint().length())), Runtime.getRuntime().availableProcessors(), circumstances.threads(), System.getProperty("java.version")));
  }

  private void paper() {
    add("## The paper's table");
    lines.addAll(table());
    lines.add("");
  }

  private void knowledge() {
    add("## Every model at " + Texts.percent(full()));
    lines.add(row("model", "knowledge", "adapter", "validation AUC", "test AUC", "95 %, seed 1", "log loss", "AUC within users",
        "over its backbone", "seconds", "parameters"));
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    for (Kind kind : findings.kinds()) {
      List<ResultRow> rows = findings.rows(kind, full());
      if (!rows.isEmpty()) {
        ResultRow first = rows.get(0);
        lines.add(row(kind.model(), kind.knowledge(), kind.adapter(), findings.spread(kind, full(), ResultRow::validationAuc).toString(),
            findings.spread(kind, full(), ResultRow::testAuc).toString(),
            Texts.figure(first.testAucLow()) + "–" + Texts.figure(first.testAucHigh()),
            findings.spread(kind, full(), ResultRow::testLogLoss).toString(),
            findings.spread(kind, full(), ResultRow::testGroupedAuc).toString(),
            kind.isBackbone() ? "" : Texts.signedPercent(findings.improvement(kind, full())),
            "%.0f".formatted(findings.spread(kind, full(), ResultRow::trainSeconds).mean()), "%,d".formatted(first.parameters())));
      }
    }
    lines.add("");
    if (findings.kinds().stream().anyMatch(kind -> findings.rows(kind, full()).stream().anyMatch(row -> row.testNdcg() != null))) {
      ranked();
    }
  }

  private void ranked() {
    add("Slates of several candidates, the first %d:".formatted(Reproduction.FIRST));
    lines.add(row("model", "NDCG", "hit rate"));
    lines.add("|---|---|---|");
    for (Kind kind : findings.kinds()) {
      lines.add(row(kind.label(), findings.spread(kind, full(), ResultRow::testNdcg).toString(),
          findings.spread(kind, full(), ResultRow::testHitRate).toString()));
    }
    lines.add("");
  }

  private void efficiency(Path folder) {
    List<Double> fractions = findings.fractions();
    add("## How few samples suffice");
    add("With one seed, fewer samples are a part of more, and all models learn from the same ones. Mean test AUC:");
    lines.add(row("model", fractions.stream().map(Texts::percent).toArray(String[]::new)));
    lines.add("|---|" + "---|".repeat(fractions.size()));
    for (Kind kind : findings.kinds()) {
      lines.add(row(kind.label(), fractions.stream().map(fraction -> Texts.figure(findings.auc(kind, fraction))).toArray(String[]::new)));
    }
    lines.add("");
    if (fractions.size() > 1) {
      reach();
      for (String model : findings.models()) {
        String file = "efficiency-" + model + ".png";
        create(folder);
        Plots.efficiency(folder.resolve(file), model, findings.curves(model), findings.auc(new Kind(model, Findings.NONE, Findings.NONE), full()));
        add("![AUC of %s by share of the samples](%s)".formatted(model, file));
      }
    }
  }

  private void reach() {
    Map<String, Double> goals = new LinkedHashMap<>();
    findings.kinds().stream().filter(kind -> kind.isBackbone() && kind.model().startsWith("sim"))
        .forEach(kind -> goals.put(kind.model() + " without knowledge at " + Texts.percent(full()), findings.auc(kind, full())));
    add("The smallest of these shares with which a model's mean AUC reaches that of its own backbone on %s%s:"
        .formatted(Texts.percent(full()), goals.isEmpty() ? "" : ", and that of SIM without knowledge"));
    List<String> heads = new ArrayList<>(List.of("its backbone"));
    heads.addAll(goals.keySet());
    lines.add(row("model", heads.toArray(String[]::new)));
    lines.add("|---|" + "---|".repeat(heads.size()));
    for (Kind kind : findings.kinds()) {
      List<String> cells = new ArrayList<>();
      cells.add(share(findings.reaches(kind, findings.auc(kind.backbone(), full()))));
      goals.values().forEach(goal -> cells.add(share(findings.reaches(kind, goal))));
      lines.add(row(kind.label(), cells.toArray(String[]::new)));
    }
    lines.add("");
  }

  private static String share(OptionalDouble fraction) {
    return fraction.isPresent() ? Texts.percent(fraction.getAsDouble()) : "not reached";
  }

  private void calibration(Path folder) {
    add("## Calibration at " + Texts.percent(full()));
    lines.add(row("model", "expected calibration error"));
    lines.add("|---|---|");
    Map<String, List<Quality.Bin>> bins = new LinkedHashMap<>();
    for (Kind kind : findings.kinds()) {
      List<ResultRow> rows = findings.rows(kind, full());
      if (!rows.isEmpty()) {
        lines.add(row(kind.label(), findings.spread(kind, full(), ResultRow::testCalibrationError).toString()));
        bins.put(kind.label(), rows.get(0).calibration());
      }
    }
    lines.add("");
    create(folder);
    Plots.calibration(folder.resolve("calibration.png"), "calibration, seed 1", bins);
    add("![Share of positives by predicted probability](calibration.png)");
  }

  private void choices() {
    add("## What was chosen");
    add("Once for each backbone, without knowledge, on all samples, by validation AUC%s:"
        .formatted(outcome.search().isEmpty() ? " before; not searched in this run" : ""));
    lines.add(row("model", "learning rate", "tried: learning rate → validation AUC"));
    lines.add("|---|---|---|");
    outcome.hyper().forEach((model, hyper) -> {
      var tried = new StringJoiner(", ");
      outcome.search().stream().filter(row -> row.settings().model().equals(model))
          .forEach(row -> tried.add(row.settings().learningRate() + " → " + Texts.figure(row.validationAuc())));
      lines.add(row(model, Double.toString(hyper.learningRate()), tried.toString()));
    });
    lines.add("");
    ResultRow any = outcome.rows().get(0);
    add("Seeds 1 to %d. Weight decay %s, gradient norm %s, %d pass%s, windows of %,d in the order of time, shuffled inside."
        .formatted(outcome.rows().stream().mapToLong(ResultRow::seed).max().orElse(1), any.settings().weightDecay(),
            any.settings().gradientNorm(), any.settings().passes(), any.settings().passes() == 1 ? "" : "es", any.settings().window()));
    add("Everything that a row depends on stands in `results.jsonl`; with one thread it repeats bit for bit on the same machine.");
  }

  /** The largest fraction of the grid. */
  private double full() {
    return findings.fractions().stream().reduce(Double::max).orElse(ALL);
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + folder, e);
    }
  }

  private void add(String paragraph) {
    lines.add(paragraph);
    lines.add("");
  }

  private static String row(String first, String... rest) {
    return "| " + first + " | " + String.join(" | ", rest) + " |";
  }
}
