package io.laserstreams.learning.reproduce;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import io.laserstreams.crm.model.ModelChoice.Knowledge;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.streaming.FeatureChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Aggregates rows: means and deviations over seeds, and where one curve reaches another's end. Of
 * rows that differ only in how they were trained, the last one counts.
 */
final class Findings {
  private static final Comparator<ResultRow> ORDER =
      comparingInt((ResultRow row) -> Models.names().indexOf(row.label().model()))
          .thenComparing(row -> row.label().model())
          .thenComparing(row -> Knowledge.parse(row.label().knowledge()))
          .thenComparing(row -> row.label().side())
          .thenComparing(comparing((ResultRow row) -> row.label().adapter()).reversed())
          .thenComparing(ResultRow::texts)
          .thenComparing(row -> row.reading().any())
          .thenComparing(row -> row.reading().features())
          .thenComparing(row -> row.reading().strict())
          .thenComparing(ResultRow::fraction)
          .thenComparing(ResultRow::seed);

  private final Map<Kind, List<ResultRow>> rows = new LinkedHashMap<>();
  private final int leftOut;

  /**
   * @param all rows of one dataset, those that count last
   */
  Findings(List<ResultRow> all) {
    record Cell(Kind kind, double fraction, long seed) {}
    Map<Cell, ResultRow> last = new HashMap<>();
    all.forEach(row -> last.put(new Cell(Kind.of(row), row.fraction(), row.seed()), row));
    last.values().stream()
        .sorted(ORDER)
        .forEach(row -> rows.computeIfAbsent(Kind.of(row), kind -> new ArrayList<>()).add(row));
    this.leftOut = (int) all.stream().map(ResultRow::settings).distinct().count() - last.size();
  }

  /**
   * A model with the source of its knowledge and the features that it reads.
   *
   * @param label the model
   * @param texts source of the knowledge, empty without
   * @param features streaming features that it reads, none without
   */
  record Kind(ModelLabel label, String texts, String features) {
    /** Without streaming features. */
    Kind(ModelLabel label, String texts) {
      this(label, texts, FeatureChoice.NONE);
    }

    static Kind of(ResultRow row) {
      return new Kind(row.label(), row.texts(), row.reading().toString());
    }

    /** A model without knowledge and features. */
    static Kind backbone(String model) {
      return new Kind(ModelLabel.withoutKnowledge(model), "");
    }

    /** The backbone's name. */
    String model() {
      return label.model();
    }

    boolean isBackbone() {
      return !label.hasKnowledge() && !readsFeatures();
    }

    boolean readsFeatures() {
      return !features.equals(FeatureChoice.NONE);
    }

    /** The same without streaming features. */
    Kind withoutFeatures() {
      return new Kind(label, texts);
    }

    /** The same without knowledge. */
    Kind withoutKnowledge() {
      return new Kind(ModelLabel.withoutKnowledge(model()), "", features);
    }

    /** The same model without knowledge and features. */
    Kind backbone() {
      return backbone(model());
    }
  }

  /**
   * Mean and standard deviation over seeds; the latter is {@code NaN} for one seed, both if a model
   * has no such metric.
   */
  record Spread(double mean, double deviation) {
    static Spread of(double[] values) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
      return new Spread(
          mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)));
    }

    @Override
    public String toString() {
      return Double.isNaN(deviation)
          ? FigureFormat.figure(mean)
          : FigureFormat.figure(mean) + " ± " + FigureFormat.figure(deviation);
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Number of rows that later ones replaced. */
  int leftOut() {
    return leftOut;
  }

  /** Every row that counts. */
  List<ResultRow> rows() {
    return rows.values().stream().flatMap(List::stream).toList();
  }

  /** Every kind, in the order of the catalogue, without knowledge first. */
  List<Kind> kinds() {
    return List.copyOf(rows.keySet());
  }

  List<String> models() {
    return kinds().stream().map(Kind::model).distinct().toList();
  }

  /** The fractions of the rows, smallest first. */
  List<Double> fractions() {
    return rows().stream().map(ResultRow::fraction).distinct().sorted().toList();
  }

  /** The largest fraction. */
  double full() {
    return fractions().stream().reduce(Double::max).orElse(1.0);
  }

  /** A kind's rows by seed; empty if it was not trained. */
  List<ResultRow> rows(Kind kind, double fraction) {
    return rows.getOrDefault(kind, List.of()).stream()
        .filter(row -> row.fraction() == fraction)
        .toList();
  }

  Optional<ResultRow> row(Kind kind, double fraction, long seed) {
    return rows(kind, fraction).stream().filter(row -> row.seed() == seed).findFirst();
  }

  /** A metric over the seeds; its mean is {@code NaN} without rows. */
  Spread spread(Kind kind, double fraction, ToDoubleFunction<ResultRow> metric) {
    return Spread.of(rows(kind, fraction).stream().mapToDouble(metric).toArray());
  }

  Spread testAuc(Kind kind, double fraction) {
    return spread(kind, fraction, row -> row.test().auc().value());
  }

  Spread testLogLoss(Kind kind, double fraction) {
    return spread(kind, fraction, row -> row.test().logLoss());
  }

  Spread servingMicros(Kind kind, double fraction) {
    return spread(kind, fraction, row -> row.effort().servingMicros());
  }

  /** Mean test AUC. */
  double auc(Kind kind, double fraction) {
    return testAuc(kind, fraction).mean();
  }

  /** Mean test AUC by fraction, smallest first, for the fractions trained. */
  Map<Double, Double> curve(Kind kind) {
    Map<Double, Double> curve = new TreeMap<>();
    rows.getOrDefault(kind, List.of())
        .forEach(row -> curve.computeIfAbsent(row.fraction(), fraction -> auc(kind, fraction)));
    return curve;
  }

  /** The smallest trained fraction with which the kind's mean AUC is at least this one. */
  OptionalDouble reaches(Kind kind, double auc) {
    return curve(kind).entrySet().stream()
        .filter(point -> point.getValue() >= auc)
        .mapToDouble(Map.Entry::getKey)
        .findFirst();
  }

  /** A kind's gain over its backbone as the paper counts it: the ratio of the AUCs less one. */
  double improvement(Kind kind, double fraction) {
    return auc(kind, fraction) / auc(kind.backbone(), fraction) - 1;
  }

  /**
   * The best on validation, with all samples, of these models' kinds without features, with or
   * without knowledge.
   */
  Optional<Kind> best(List<String> models, boolean withKnowledge) {
    return kinds().stream()
        .filter(
            kind ->
                !kind.readsFeatures()
                    && models.contains(kind.model())
                    && kind.isBackbone() != withKnowledge)
        .filter(kind -> !rows(kind, full()).isEmpty())
        .max(
            Comparator.comparingDouble(
                kind -> spread(kind, full(), row -> row.validation().auc()).mean()));
  }

  /** A kind's name in tables, without what is the same for all. */
  String name(Kind kind) {
    if (kind.isBackbone()) {
      return kind.model();
    }
    if (kind.readsFeatures()) {
      return name(kind.withoutFeatures()) + " + features (" + kind.features() + ")";
    }
    ModelLabel label = kind.label();
    List<String> with = new ArrayList<>();
    if (label.hasSide() && !label.side().equals("both")) {
      with.add(label.side() + " side");
    }
    if (!label.adapter().equals("moe")) {
      with.add(label.hasAdapter() ? label.adapter() : "no adapter");
    }
    if (kinds().stream()
            .filter(other -> other.label().hasKnowledge())
            .map(Kind::texts)
            .distinct()
            .count()
        > 1) {
      with.add(kind.texts());
    }
    return label.model()
        + " + "
        + label.knowledge()
        + (with.isEmpty() ? "" : " (" + String.join(", ", with) + ")");
  }

  /** The curves of a model and its hybrids by name. */
  Map<String, Map<Double, Double>> curves(String model) {
    Map<String, Map<Double, Double>> curves = new LinkedHashMap<>();
    kinds().stream()
        .filter(kind -> kind.model().equals(model))
        .forEach(kind -> curves.put(name(kind), curve(kind)));
    return curves;
  }
}
