package io.laserstreams.trainer.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What the rows of a grid say together: means and spreads over seeds, and where one curve reaches another's end. */
public final class Findings {
  static final String NONE = "none";

  private final List<ResultRow> rows;

  public Findings(List<ResultRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * A model with a kind of knowledge and an adapter.
   *
   * @param model the backbone
   * @param knowledge none, item, user or both
   * @param adapter of the knowledge, none without it
   */
  public record Kind(String model, String knowledge, String adapter) {
    public boolean isBackbone() {
      return knowledge.equals(NONE);
    }

    /** The same backbone without knowledge. */
    public Kind backbone() {
      return new Kind(model, NONE, NONE);
    }

    String label() {
      return isBackbone() ? model : model + " + " + knowledge + (adapter.equals("moe") ? "" : " (" + adapter + ")");
    }
  }

  /** Mean and standard deviation over seeds; the latter is {@code NaN} for one seed. */
  public record Spread(double mean, double deviation, int seeds) {
    static Spread of(double[] values) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
      return new Spread(mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)), values.length);
    }

    @Override
    public String toString() {
      return seeds < 2 ? Texts.figure(mean) : Texts.figure(mean) + " ± " + Texts.figure(deviation);
    }
  }

  /** Every kind, in the order of the rows. */
  public List<Kind> kinds() {
    Set<Kind> kinds = new LinkedHashSet<>();
    rows.forEach(row -> kinds.add(new Kind(row.model(), row.knowledge(), row.adapter())));
    return new ArrayList<>(kinds);
  }

  public List<String> models() {
    return kinds().stream().map(Kind::model).distinct().toList();
  }

  /** The fractions of the rows, smallest first. */
  public List<Double> fractions() {
    return rows.stream().map(ResultRow::fraction).distinct().sorted().toList();
  }

  public List<ResultRow> rows(Kind kind, double fraction) {
    return rows.stream()
        .filter(row -> new Kind(row.model(), row.knowledge(), row.adapter()).equals(kind) && row.fraction() == fraction)
        .toList();
  }

  /** A figure over the seeds; its mean is {@code NaN} where there is no row. */
  public Spread spread(Kind kind, double fraction, ToDoubleFunction<ResultRow> figure) {
    return Spread.of(rows(kind, fraction).stream().mapToDouble(figure).toArray());
  }

  public double auc(Kind kind, double fraction) {
    return spread(kind, fraction, ResultRow::testAuc).mean();
  }

  /** Mean AUC by fraction, smallest first, where there are rows. */
  public Map<Double, Double> curve(Kind kind) {
    Map<Double, Double> curve = new TreeMap<>();
    for (double fraction : fractions()) {
      if (!rows(kind, fraction).isEmpty()) {
        curve.put(fraction, auc(kind, fraction));
      }
    }
    return curve;
  }

  /** The smallest fraction that was trained with which the kind's mean AUC is at least this one. */
  public OptionalDouble reaches(Kind kind, double auc) {
    return curve(kind).entrySet().stream().filter(point -> point.getValue() >= auc).mapToDouble(Map.Entry::getKey).findFirst();
  }

  /** The ratio of the AUCs less one: how much better a kind is than its backbone, as the paper counts it. */
  public double improvement(Kind kind, double fraction) {
    return auc(kind, fraction) / auc(kind.backbone(), fraction) - 1;
  }

  /** Curves of a model and its hybrids by label. */
  Map<String, Map<Double, Double>> curves(String model) {
    Map<String, Map<Double, Double>> curves = new LinkedHashMap<>();
    kinds().stream().filter(kind -> kind.model().equals(model)).forEach(kind -> curves.put(kind.label(), curve(kind)));
    return curves;
  }
}
