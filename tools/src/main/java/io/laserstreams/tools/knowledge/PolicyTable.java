package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Dataset;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints what policies cost and bring, a row each. */
final class PolicyTable {
  private static final String ROW = "%-34s %9s %13s %7s %12s %8s %8s %7s";
  private static final String AUC = " %11s %8s %18s %8s";

  private final PrintWriter out;
  private final boolean withAuc;

  PolicyTable(PrintWriter out, boolean withAuc) {
    this.out = requireNonNull(out, "out is null");
    this.withAuc = withAuc;
  }

  /**
   * @param bound see {@link Staleness}
   */
  void title(Dataset data, PolicyPlays plays, int bound) {
    out.printf(
        Locale.ROOT,
        "%s: %,d impressions in %,.0f hours; knowledge is fresh while fewer than %d events are"
            + " newer; answers come at once; impressions count from a user's %d events on%n",
        data.name(),
        plays.impressions(),
        plays.hours(),
        bound,
        plays.eventsOfActiveUsers());
    if (withAuc) {
      out.println(
          "The mean vector of the liked items of a request stands in for the text. Gain: over no"
              + " knowledge, on the test part; kept: of the first policy's gain, on the validation"
              + " part");
    }
    out.println();
    print(
        ROW.formatted(
            "policy", "calls", "tokens", "fresh", "fresh by", "without", "events", "drift"),
        AUC.formatted("validation", "kept", "test", "gain"));
    print(
        ROW.formatted("", "", "(estimated)", "", "impression", "any", "behind", ""),
        AUC.formatted("AUC", "", "AUC", ""));
  }

  /** Prints the last of these. */
  void row(List<PolicyFigures> rows) {
    PolicyFigures row = rows.get(rows.size() - 1);
    print(
        ROW.formatted(
            row.policy(),
            String.format(Locale.ROOT, "%,d", row.calls()),
            String.format(Locale.ROOT, "%,d", row.tokens()),
            percent(row.freshUsers()),
            percent(row.freshImpressions()),
            percent(row.withoutKnowledge()),
            number("%.1f", row.eventsBehind()),
            number("%.3f", row.drift())),
        withAuc ? auc(rows) : "");
  }

  /** The first row is without knowledge, the second the first policy. */
  private static String auc(List<PolicyFigures> rows) {
    PolicyFigures row = rows.get(rows.size() - 1);
    double none = mean(rows.get(0), PolicyAuc::validationAuc);
    double kept =
        rows.size() == 1
            ? Double.NaN
            : (mean(row, PolicyAuc::validationAuc) - none)
                / (mean(rows.get(1), PolicyAuc::validationAuc) - none);
    double gain = mean(row, PolicyAuc::testAuc) - mean(rows.get(0), PolicyAuc::testAuc);
    return AUC.formatted(
        number("%.4f", mean(row, PolicyAuc::validationAuc)),
        percent(kept),
        number("%.4f", mean(row, PolicyAuc::testAuc)) + spread(row),
        rows.size() == 1 ? "" : number("%+.4f", gain));
  }

  private static double mean(PolicyFigures row, ToDoubleFunction<PolicyAuc> part) {
    return row.auc().stream().mapToDouble(part).average().orElse(Double.NaN);
  }

  /** The standard deviation over seeds; nothing for one. */
  private static String spread(PolicyFigures row) {
    int seeds = row.auc().size();
    double mean = mean(row, PolicyAuc::testAuc);
    double squares = row.auc().stream().mapToDouble(auc -> Math.pow(auc.testAuc() - mean, 2)).sum();
    return seeds == 1 ? "" : number(" ± %.4f", Math.sqrt(squares / (seeds - 1)));
  }

  private void print(String row, String auc) {
    out.println(withAuc ? row + auc : row);
    out.flush();
  }

  private static String number(String format, double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, format, number);
  }

  private static String percent(double share) {
    return number("%.1f %%", 100 * share);
  }
}
