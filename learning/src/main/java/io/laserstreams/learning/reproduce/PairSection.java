package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.reproduce.Differences.Difference;
import io.laserstreams.learning.reproduce.Findings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reports paired comparisons: the same seed, the same samples, the same resampled users. */
final class PairSection {
  private static final double TENTH = 0.1;

  private final Findings findings;
  private final Differences differences;
  private boolean missing;

  PairSection(Findings findings, Differences differences) {
    this.findings = findings;
    this.differences = differences;
  }

  void write(Markdown text) {
    text.add("## Differences in pairs");
    text.add(
        "The models of a pair learnt with the same seed from the same samples and are compared on"
            + " the same resampled users, which is far sharper than two intervals side by side. The"
            + " interval is the first seed's; *above 0* counts the seeds whose 95 % interval is.");
    var fractions = new ArrayList<Double>(List.of(findings.full()));
    if (findings.fractions().contains(TENTH) && findings.full() > TENTH) {
      fractions.add(TENTH);
    }
    for (double fraction : fractions) {
      table(
          text,
          "What knowledge adds, at " + FigureFormat.percent(fraction) + ":",
          fraction,
          kind -> kind.readsFeatures() ? Optional.empty() : Optional.of(kind.backbone()));
    }
    for (double fraction : fractions) {
      table(
          text,
          "What streaming features add, at " + FigureFormat.percent(fraction) + ":",
          fraction,
          kind -> kind.readsFeatures() ? Optional.of(kind.withoutFeatures()) : Optional.empty());
    }
    Optional<Kind> reference = findings.best(Models.names(), false);
    reference.ifPresent(
        best ->
            table(
                text,
                "Every model against `%s`, the best without knowledge on validation, at %s:"
                    .formatted(findings.name(best), FigureFormat.percent(findings.full())),
                findings.full(),
                kind -> reference));
    if (missing) {
      text.add("Some comparisons are missing because the folder lacks predictions of their rows.");
    }
  }

  private void table(
      Markdown text, String caption, double fraction, Function<Kind, Optional<Kind>> other) {
    var table =
        new Markdown.Table(
            "model",
            "against",
            "AUC",
            "95 %, first seed",
            "above 0",
            "log loss",
            "95 %, first seed");
    for (Kind kind : findings.kinds()) {
      Optional<Kind> asked = other.apply(kind).filter(reference -> !reference.equals(kind));
      List<Difference> found =
          asked.map(reference -> differences(kind, reference, fraction)).orElse(List.of());
      if (!found.isEmpty()) {
        Difference first = found.get(0);
        long above = found.stream().filter(difference -> difference.auc().low() > 0).count();
        table.row(
            findings.name(kind),
            findings.name(asked.orElseThrow()),
            mean(found, Difference::auc),
            interval(first.auc()),
            "%d of %d".formatted(above, found.size()),
            mean(found, Difference::logLoss),
            interval(first.logLoss()));
      }
    }
    if (!table.isEmpty()) {
      text.add(caption);
      text.add(table);
    }
  }

  /** A difference for each seed that both have. */
  private List<Difference> differences(Kind kind, Kind reference, double fraction) {
    List<Difference> found = new ArrayList<>();
    for (ResultRow row : findings.rows(kind, fraction)) {
      Optional<ResultRow> other = findings.row(reference, fraction, row.seed());
      Optional<Difference> difference = other.flatMap(against -> differences.of(row, against));
      missing |= other.isPresent() && difference.isEmpty();
      difference.ifPresent(found::add);
    }
    return found;
  }

  private static String mean(List<Difference> found, Function<Difference, Interval> metric) {
    return FigureFormat.signed(
        found.stream()
            .mapToDouble(difference -> metric.apply(difference).value())
            .average()
            .orElse(Double.NaN));
  }

  private static String interval(Interval interval) {
    return FigureFormat.signed(interval.low()) + " to " + FigureFormat.signed(interval.high());
  }
}
