package io.laserstreams.benchmarks;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.factors.Neighbours;
import io.laserstreams.crm.streaming.factors.TextSpace;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Seeded items, fitted factors and events of the size of MovieLens-1M. */
final class BenchmarkStream {
  static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT.withFields(
          List.of("age", "gender", "occupation"), List.of("year/4"));
  static final List<String> NUMBERS = List.of("year");
  static final Map<String, String> PROFILE = Map.of("gender", "F", "age", "25", "occupation", "7");
  private static final int ITEMS = 3_700;
  private static final int DIMENSIONS = 384;
  private static final int COMPONENTS = 64;
  private static final int COORDINATES = 32;
  private static final int FACTORS = 1 + 16;
  private static final int CO_RATED = 256;
  private static final int ALIKE = 20;
  private static final long MINUTE = 60_000;
  private static final long WEIGHTS_SEED = 1;

  private final Random random;
  private final List<ItemFeatures> items = new ArrayList<>();

  BenchmarkStream(long seed) {
    random = new Random(seed);
    for (int i = 0; i < ITEMS; i++) {
      items.add(
          new ItemFeatures(
              "" + i,
              List.of("c" + i % 18, "d" + i % 7),
              Map.of("year", "" + (1920 + i % 80)),
              numbers(DIMENSIONS, 0.05f)));
    }
  }

  List<ItemFeatures> items() {
    return List.copyOf(items);
  }

  ItemFeatures item(String id) {
    return items.get(Integer.parseInt(id));
  }

  /**
   * What a model reads besides streaming features.
   *
   * @param history how many events it attends to
   */
  FeatureSpec spec(int history) {
    return FeatureSpec.builder(history, new FeatureSpec.Capacity(4096, 32, 4096))
        .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
        .userFields(List.of("gender", "age", "occupation"))
        .categoriesPerItem(6)
        .itemEncoder(new FeatureSpec.Encoder("benchmark", DIMENSIONS))
        .build();
  }

  /**
   * A model with random weights, which cost the same as learned ones.
   *
   * @param model as {@link ModelChoice#parse} reads it
   */
  Scorer scorer(String model, FeatureSpec spec, FittedFactors fitted) {
    RecommendationModel recommender = Models.of(ModelChoice.parse(model), spec);
    Vocabularies vocabularies = Vocabularies.empty(recommender.spec());
    items.forEach(item -> vocabularies.grow(item, recommender.spec()));
    return Scorer.open(
        ModelBundle.of(
            Manifest.builder("benchmark", recommender).seed(WEIGHTS_SEED).build(),
            vocabularies,
            OnnxExport.initialWeights(recommender, WEIGHTS_SEED),
            fitted),
        Device.CPU);
  }

  /** The items' rows by id. */
  Map<String, float[]> rows(Scorer scorer) {
    float[][] rows = scorer.itemRows(items);
    return IntStream.range(0, ITEMS).boxed().collect(Collectors.toMap(i -> id(i), i -> rows[i]));
  }

  FittedFactors fittedFactors() {
    float[] covariance = new float[FACTORS * (FACTORS + 1) / 2];
    for (int i = 0; i < FACTORS; i++) {
      covariance[i * (i + 1) / 2 + i] = 0.1f;
    }
    var factors =
        new ItemFactors(
            3.6f, 0.8f, new float[FACTORS], covariance, rows(FACTORS, 1 + COORDINATES, 0.05f));
    float[] scales = new float[COMPONENTS];
    for (int c = 0; c < COMPONENTS; c++) {
      scales[c] = 1f / (1 + c);
    }
    var text =
        new TextSpace(
            numbers(DIMENSIONS, 0.01f), rows(COMPONENTS, DIMENSIONS, 0.05f), scales, COORDINATES);
    List<FittedFactors.Row> fitted = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      fitted.add(
          new FittedFactors.Row(
              "" + i, true, numbers(FACTORS, 0.3f), neighbours(CO_RATED), neighbours(ALIKE)));
    }
    return new FittedFactors(0, factors, text, fitted);
  }

  private Neighbours neighbours(int size) {
    int[] rows = random.ints(0, ITEMS).distinct().limit(size).toArray();
    float[] similarities = new float[size];
    for (int i = 0; i < size; i++) {
      similarities[i] = 0.9f * (size - i) / size;
    }
    return new Neighbours(rows, similarities);
  }

  /** A user's events, a minute apart, no item twice within {@value #ITEMS}. */
  List<Observation> events(int count, long start) {
    int first = random.nextInt(ITEMS);
    return IntStream.range(0, count)
        .mapToObj(
            e ->
                new Observation(
                    id(first + 7 * e), start + e * MINUTE, 1 + random.nextInt(5), PROFILE))
        .toList();
  }

  static HistoryEvent inHistory(Observation event) {
    return new HistoryEvent("of-" + event.itemId(), event.itemId(), event.time(), event.value());
  }

  List<String> candidates(int count) {
    return IntStream.range(0, count).mapToObj(c -> id(random.nextInt(ITEMS))).toList();
  }

  private static String id(int number) {
    return "" + number % ITEMS;
  }

  private float[][] rows(int rows, int size, float scale) {
    float[][] numbers = new float[rows][];
    for (int i = 0; i < rows; i++) {
      numbers[i] = numbers(size, scale);
    }
    return numbers;
  }

  private float[] numbers(int size, float scale) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextGaussian() * scale;
    }
    return numbers;
  }
}
