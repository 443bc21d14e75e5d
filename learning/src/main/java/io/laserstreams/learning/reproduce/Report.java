package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.tuning.Edges;
import io.laserstreams.learning.tuning.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the content of a folder of results as Markdown with plots, without training anything. */
public final class Report {
  private final Dataset data;
  private final ResultsFolder folder;
  private final Findings findings;

  /**
   * A report of one dataset's rows.
   *
   * @param folder of the rows
   * @param current rows that take precedence over others of the same model, share and seed; empty
   *     to prefer the last ones
   * @throws InvalidDatasetException if the folder has no rows of the dataset
   */
  public Report(Dataset data, ResultsFolder folder, List<ResultRow> current) {
    this.data = requireNonNull(data, "data is null");
    this.folder = requireNonNull(folder, "folder is null");
    List<ResultRow> rows = new ArrayList<>(folder.rows(data.fingerprint()));
    rows.addAll(current);
    this.findings = new Findings(rows);
    if (findings.isEmpty()) {
      throw new InvalidDatasetException(
          ("%s has no rows of %s in its present form: give the options with which the rows were"
                  + " made, or make some")
              .formatted(folder.path().resolve("results.jsonl"), data.name()));
    }
  }

  /** The rows in the report. */
  public List<ResultRow> rows() {
    return findings.rows();
  }

  /** The paper's table beside ours, for the terminal. */
  public List<String> table() {
    return Comparisons.withPaper(data.name(), findings).lines();
  }

  /** Writes {@code report.md} and its plots into the folder. */
  public Path write() {
    var text = new Markdown();
    boolean plots = Plots.possible();
    head(text, plots);
    if (!PublishedFigure.of(data.name()).isEmpty()) {
      text.add("## The paper's table");
      String note = data.description().note();
      text.add(
          "The published figures are quoted unchanged" + (note == null ? "" : "; " + note) + ".");
      text.add(Comparisons.withPaper(data.name(), findings));
    }
    Comparisons.withPeers(data.name(), findings, text);
    new QualitySection(findings).write(text);
    new PairSection(findings, new Differences(data, folder)).write(text);
    new EfficiencySection(findings, folder.path(), plots).write(text);
    new FeatureSection(findings).write(text);
    new CalibrationSection(findings, folder.path(), plots).write(text);
    choices(text);
    try {
      Files.createDirectories(folder.path());
      return Files.writeString(folder.path().resolve("report.md"), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + folder.path(), e);
    }
  }

  private void head(Markdown text, boolean plots) {
    var protocol = data.protocol();
    List<Run> runs = folder.runs(data.fingerprint());
    text.add("# " + data.name() + ": models compared");
    text.add(
        "%,d training, %,d validation and %,d test samples%s."
            .formatted(
                protocol.samples(Part.TRAINING),
                protocol.samples(Part.VALIDATION),
                protocol.samples(Part.TEST),
                data.description().note() == null
                    ? ""
                    : "; **" + data.description().note() + "**"));
    List<String> notes = runs.stream().map(Run::knowledge).distinct().toList();
    // A note on users' knowledge repeats the one on items'.
    String knowledge =
        notes.stream()
            .filter(
                note ->
                    notes.stream()
                        .noneMatch(other -> !other.equals(note) && other.startsWith(note)))
            .collect(Collectors.joining(" "));
    text.add(
        ("Selected on validation, tested once. ± is the standard deviation over seeds; 95 %"
                + " intervals are over resampled users. "
                + knowledge)
            .strip());
    runs.stream().map(Run::command).distinct().forEach(command -> text.add("    " + command));
    text.add(
        "Data `%s`; %s."
            .formatted(
                data.fingerprint().substring(0, Math.min(16, data.fingerprint().length())),
                runs.stream()
                    .map(
                        run ->
                            "%d processors, %d of them used to learn, Java %s"
                                .formatted(run.processors(), run.threads(), run.java()))
                    .distinct()
                    .collect(Collectors.joining("; "))));
    if (!plots) {
      text.add(
          "There are no plots because Java found no font on the machine that wrote this. Install"
              + " fontconfig and a font, and write the report again with `--only-report`.");
    }
  }

  private void choices(Markdown text) {
    List<SearchRow> tried = folder.tried(data.fingerprint());
    text.add("## What was chosen");
    text.add(
        "Once for each backbone with and without knowledge and features, on the largest share of"
            + " the samples, by validation AUC. If nothing was tried, what is usual for so many"
            + " samples:");
    var table =
        new Markdown.Table(
            "model",
            "learning rate, passes",
            "tried: learning rate, passes → validation AUC",
            "on the edge");
    Map<FeatureSet, List<ResultRow>> rows =
        findings.rows().stream().collect(groupingBy(FeatureSet::of, LinkedHashMap::new, toList()));
    rows.forEach(
        (set, of) -> {
          Set<String> used = new TreeSet<>();
          Set<String> graphs = new HashSet<>();
          of.forEach(row -> used.add(point(row.settings().plan())));
          of.forEach(row -> graphs.add(row.settings().graph()));
          List<SearchRow> here =
              tried.stream().filter(row -> graphs.contains(row.settings().graph())).toList();
          table.row(
              set.toString(),
              String.join("; ", used),
              here.stream()
                  .map(
                      row ->
                          point(row.plan()) + " → " + FigureFormat.figure(row.validation().auc()))
                  .distinct()
                  .collect(Collectors.joining("; ")),
              String.join("; ", edges(of, here)));
        });
    text.add(table);
    OfflinePlan any = findings.rows().get(0).settings().plan();
    long seeds = findings.rows().stream().mapToLong(ResultRow::seed).max().orElse(1);
    int window =
        findings.rows().stream()
            .mapToInt(row -> row.settings().plan().window())
            .max()
            .orElse(any.window());
    text.add(
        ("Seeds 1 to %d. Weight decay %s, gradient norm %s, windows of at most %,d in the order of"
                + " time, shuffled inside.")
            .formatted(seeds, any.hyper().weightDecay(), any.hyper().gradientNorm(), window));
    text.add(
        "Everything that a row depends on is in `results.jsonl`; it repeats bit for bit on the same"
            + " machine with the same number of threads."
            + (findings.leftOut() == 0
                ? ""
                : " %,d rows there are left out here, because rows trained otherwise replace them."
                    .formatted(findings.leftOut())));
  }

  private static Set<String> edges(List<ResultRow> rows, List<SearchRow> tried) {
    List<Point> points = tried.stream().map(row -> Point.of(row.plan())).distinct().toList();
    return rows.stream()
        .map(row -> Point.of(row.settings().plan()))
        .filter(points::contains)
        .flatMap(point -> Edges.of(point, points).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String point(OfflinePlan plan) {
    return "%s, %d".formatted(plan.hyper().learningRate(), plan.passes());
  }
}
