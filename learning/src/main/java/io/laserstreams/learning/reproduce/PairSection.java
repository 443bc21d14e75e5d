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
            + " the same resampled users, which is far sharper than two intervals side by side."
            + " Figures are means over the seeds, and intervals over resampled users and, if there"
            + " are several, resampled seeds; *above 0* counts the seeds whose own 95 % interval"
            + " is.");
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
    for (double fraction : fractions) {
      table(
          text,
          "What knowledge adds to streaming features, at " + FigureFormat.percent(fraction) + ":",
          fraction,
          kind ->
              kind.readsFeatures() && kind.label().hasKnowledge()
                  ? Optional.of(kind.withoutKnowledge())
                  : Optional.empty());
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
        new Markdown.Table("model", "against", "AUC", "95 %", "above 0", "log loss", "95 %");
    for (Kind kind : findings.kinds()) {
      Optional<Kind> asked = other.apply(kind).filter(reference -> !reference.equals(kind));
      List<Pair> pairs = asked.map(reference -> pairs(kind, reference, fraction)).orElse(List.of());
      if (pairs.isEmpty()) {
        continue;
      }
      Optional<Difference> compared =
          differences.of(
              pairs.stream().map(Pair::row).toList(), pairs.stream().map(Pair::against).toList());
      missing |= compared.isEmpty();
      if (compared.isPresent()) {
        Difference mean = compared.get();
        long above = pairs.stream().filter(pair -> pair.difference().auc().low() > 0).count();
        table.row(
            findings.name(kind),
            findings.name(asked.orElseThrow()),
            FigureFormat.signed(mean.auc().value()),
            interval(mean.auc()),
            "%d of %d".formatted(above, pairs.size()),
            FigureFormat.signed(mean.logLoss().value()),
            interval(mean.logLoss()));
      }
    }
    if (!table.isEmpty()) {
      text.add(caption);
      text.add(table);
    }
  }

  private record Pair(ResultRow row, ResultRow against, Difference difference) {}

  /** A pair for each seed that both have. */
  private List<Pair> pairs(Kind kind, Kind reference, double fraction) {
    List<Pair> found = new ArrayList<>();
    for (ResultRow row : findings.rows(kind, fraction)) {
      Optional<ResultRow> other = findings.row(reference, fraction, row.seed());
      Optional<Pair> pair =
          other.flatMap(
              against ->
                  differences
                      .of(row, against)
                      .map(difference -> new Pair(row, against, difference)));
      missing |= other.isPresent() && pair.isEmpty();
      pair.ifPresent(found::add);
    }
    return found;
  }

  private static String interval(Interval interval) {
    return FigureFormat.signed(interval.low()) + " to " + FigureFormat.signed(interval.high());
  }
}
