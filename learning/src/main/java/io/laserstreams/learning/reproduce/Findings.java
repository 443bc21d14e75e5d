package io.laserstreams.learning.reproduce;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import io.laserstreams.crm.model.ModelChoice.Knowledge;
import io.laserstreams.crm.model.Models;
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
 * What rows say together: means and spreads over seeds, and where one curve reaches another's end.
 * Of rows that differ in nothing but how they were trained, the last one counts.
 */
public final class Findings {
  static final String NONE = Variant.NONE;

  private static final Comparator<ResultRow> ORDER =
      comparingInt((ResultRow row) -> Models.names().indexOf(row.model()))
          .thenComparing(ResultRow::model)
          .thenComparing(row -> Knowledge.parse(row.knowledge()))
          .thenComparing(ResultRow::side)
          .thenComparing(comparing(ResultRow::adapter).reversed())
          .thenComparing(ResultRow::texts)
          .thenComparing(row -> !row.features().equals(NONE))
          .thenComparing(ResultRow::features)
          .thenComparing(ResultRow::strict)
          .thenComparing(ResultRow::fraction)
          .thenComparing(ResultRow::seed);

  private final Map<Kind, List<ResultRow>> rows = new LinkedHashMap<>();
  private final int leftOut;

  /**
   * @param all rows of one dataset, those that count last
   */
  public Findings(List<ResultRow> all) {
    record Place(Kind kind, double fraction, long seed) {}
    Map<Place, ResultRow> last = new HashMap<>();
    all.forEach(row -> last.put(new Place(Kind.of(row), row.fraction(), row.seed()), row));
    last.values().stream()
        .sorted(ORDER)
        .forEach(row -> rows.computeIfAbsent(Kind.of(row), kind -> new ArrayList<>()).add(row));
    this.leftOut = (int) all.stream().map(ResultRow::settings).distinct().count() - last.size();
  }

  /**
   * A model with a kind of knowledge and an adapter.
   *
   * @param model the backbone
   * @param knowledge none, item, user or both
   * @param side where item knowledge enters, none without it
   * @param adapter of the knowledge, none without it
   * @param texts where the knowledge came from, empty without
   * @param features streaming features that it reads, none without
   */
  public record Kind(
      String model, String knowledge, String side, String adapter, String texts, String features) {
    /** Without streaming features. */
    Kind(String model, String knowledge, String side, String adapter, String texts) {
      this(model, knowledge, side, adapter, texts, NONE);
    }

    static Kind of(ResultRow row) {
      return new Kind(
          row.model(),
          row.knowledge(),
          row.side(),
          row.adapter(),
          row.texts(),
          new FeatureReading(row.features(), row.strict()).toString());
    }

    /** A model without knowledge and features. */
    static Kind backbone(String model) {
      return new Kind(model, NONE, NONE, NONE, "");
    }

    public boolean isBackbone() {
      return knowledge.equals(NONE) && !readsFeatures();
    }

    boolean readsFeatures() {
      return !features.equals(NONE);
    }

    /** The same without streaming features. */
    Kind withoutFeatures() {
      return new Kind(model, knowledge, side, adapter, texts);
    }

    /** The same model without knowledge and features. */
    public Kind backbone() {
      return backbone(model);
    }
  }

  /**
   * Mean and standard deviation over seeds; the latter is {@code NaN} for one seed, both where a
   * model has no such figure.
   */
  public record Spread(double mean, double deviation) {
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

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Rows that other ones have taken the place of. */
  int leftOut() {
    return leftOut;
  }

  /** Every row that counts. */
  public List<ResultRow> rows() {
    return rows.values().stream().flatMap(List::stream).toList();
  }

  /** Every kind: in the order of the catalogue, without knowledge first. */
  public List<Kind> kinds() {
    return List.copyOf(rows.keySet());
  }

  public List<String> models() {
    return kinds().stream().map(Kind::model).distinct().toList();
  }

  /** The fractions of the rows, smallest first. */
  public List<Double> fractions() {
    return rows().stream().map(ResultRow::fraction).distinct().sorted().toList();
  }

  /** The largest fraction. */
  public double full() {
    return fractions().stream().reduce(Double::max).orElse(1.0);
  }

  /** Rows by seed; none where none was trained. */
  public List<ResultRow> rows(Kind kind, double fraction) {
    return rows.getOrDefault(kind, List.of()).stream()
        .filter(row -> row.fraction() == fraction)
        .toList();
  }

  public Optional<ResultRow> row(Kind kind, double fraction, long seed) {
    return rows(kind, fraction).stream().filter(row -> row.seed() == seed).findFirst();
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
    rows.getOrDefault(kind, List.of())
        .forEach(row -> curve.computeIfAbsent(row.fraction(), fraction -> auc(kind, fraction)));
    return curve;
  }

  /** The smallest fraction that was trained with which the kind's mean AUC is at least this one. */
  public OptionalDouble reaches(Kind kind, double auc) {
    return curve(kind).entrySet().stream()
        .filter(point -> point.getValue() >= auc)
        .mapToDouble(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * The ratio of the AUCs less one: how much better a kind is than its backbone, as the paper
   * counts it.
   */
  public double improvement(Kind kind, double fraction) {
    return auc(kind, fraction) / auc(kind.backbone(), fraction) - 1;
  }

  /**
   * Of these models' kinds without features, with or without knowledge, the one that is best on
   * validation, with all samples.
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
                kind -> spread(kind, full(), ResultRow::validationAuc).mean()));
  }

  /** A kind as tables name it: only what is not the same everywhere. */
  String label(Kind kind) {
    if (kind.isBackbone()) {
      return kind.model();
    }
    if (kind.readsFeatures()) {
      return label(kind.withoutFeatures()) + " + features (" + kind.features() + ")";
    }
    List<String> with = new ArrayList<>();
    if (!kind.side().equals(NONE) && !kind.side().equals("both")) {
      with.add(kind.side() + " side");
    }
    if (!kind.adapter().equals("moe")) {
      with.add(kind.adapter().equals(NONE) ? "no adapter" : kind.adapter());
    }
    if (kinds().stream()
            .filter(other -> !other.knowledge().equals(NONE))
            .map(Kind::texts)
            .distinct()
            .count()
        > 1) {
      with.add(kind.texts());
    }
    return kind.model()
        + " + "
        + kind.knowledge()
        + (with.isEmpty() ? "" : " (" + String.join(", ", with) + ")");
  }

  /** Curves of a model and its hybrids by label. */
  Map<String, Map<Double, Double>> curves(String model) {
    Map<String, Map<Double, Double>> curves = new LinkedHashMap<>();
    kinds().stream()
        .filter(kind -> kind.model().equals(model))
        .forEach(kind -> curves.put(label(kind), curve(kind)));
    return curves;
  }
}
