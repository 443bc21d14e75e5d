package io.laserstreams.tools.bench.workload;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
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

/** Seeded items, fitted factors and events; by default of the size of MovieLens-1M. */
public final class SyntheticStream {
  public static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT.withFields(
          List.of("age", "gender", "occupation"), List.of("year/4"));
  public static final List<String> NUMBERS = List.of("year");
  public static final Map<String, String> PROFILE =
      Map.of("gender", "F", "age", "25", "occupation", "7");
  public static final int DEFAULT_ITEMS = 3_700;

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

  public SyntheticStream(long seed) {
    this(seed, DEFAULT_ITEMS);
  }

  /**
   * @param size how many items
   */
  public SyntheticStream(long seed, int size) {
    random = new Random(seed);
    for (int i = 0; i < size; i++) {
      items.add(
          new ItemFeatures(
              "" + i,
              List.of("c" + i % 18, "d" + i % 7),
              Map.of("year", "" + (1920 + i % 80)),
              numbers(DIMENSIONS, 0.05f)));
    }
  }

  public List<ItemFeatures> items() {
    return List.copyOf(items);
  }

  public ItemFeatures item(String id) {
    return items.get(Integer.parseInt(id));
  }

  /**
   * What a model reads besides streaming features.
   *
   * @param history how many events it attends to
   */
  public FeatureSpec spec(int history) {
    return FeatureSpec.builder(
            history, new FeatureSpec.Capacity(Integer.highestOneBit(items.size()) << 1, 32, 4096))
        .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
        .userFields(List.of("gender", "age", "occupation"))
        .categoriesPerItem(6)
        .itemEncoder(new FeatureSpec.Encoder("benchmark", DIMENSIONS))
        .build();
  }

  /** What a model reads that knows all streaming features, each with mean 0 and deviation 1. */
  public FeatureSpec specWithFeatures(int history) {
    return spec(history).withStreaming(streaming(features()));
  }

  /** All streaming features. */
  public static StreamingFeatures features() {
    return new StreamingFeatures(SETTINGS, FeatureCatalogue.all(SETTINGS, NUMBERS));
  }

  private static FeatureSpec.Streaming streaming(StreamingFeatures features) {
    return new FeatureSpec.Streaming(
        standardised(features.namesOfUser()), standardised(features.namesOfCandidate()), SETTINGS);
  }

  private static List<Standardised> standardised(List<String> names) {
    return names.stream().map(name -> new Standardised(name, 0, 1)).toList();
  }

  /**
   * A model with random weights, which cost the same as learned ones.
   *
   * @param version of the bundle
   * @param model as {@link ModelChoice#parse} reads it
   */
  public ModelBundle bundle(String version, String model, FeatureSpec spec, FittedFactors fitted) {
    RecommendationModel recommender = Models.of(ModelChoice.parse(model), spec);
    Vocabularies vocabularies = Vocabularies.empty(recommender.spec());
    items.forEach(item -> vocabularies.grow(item, recommender.spec()));
    return ModelBundle.of(
        Manifest.builder(version, recommender).seed(WEIGHTS_SEED).build(),
        vocabularies,
        OnnxExport.initialWeights(recommender, WEIGHTS_SEED),
        fitted);
  }

  /** As {@link #bundle}, in ONNX Runtime. */
  public Scorer scorer(String model, FeatureSpec spec, FittedFactors fitted) {
    return Scorer.open(bundle("benchmark", model, spec, fitted), Device.CPU);
  }

  /** The items' rows by id. */
  public Map<String, float[]> rows(Scorer scorer) {
    float[][] rows = scorer.itemRows(items);
    return IntStream.range(0, items.size())
        .boxed()
        .collect(Collectors.toMap(i -> id(i), i -> rows[i]));
  }

  public FittedFactors fittedFactors() {
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
    for (int i = 0; i < items.size(); i++) {
      fitted.add(
          new FittedFactors.Row(
              "" + i, true, numbers(FACTORS, 0.3f), neighbours(CO_RATED), neighbours(ALIKE)));
    }
    return new FittedFactors(0, factors, text, fitted);
  }

  private Neighbours neighbours(int size) {
    int[] rows = random.ints(0, items.size()).distinct().limit(size).toArray();
    float[] similarities = new float[size];
    for (int i = 0; i < size; i++) {
      similarities[i] = 0.9f * (size - i) / size;
    }
    return new Neighbours(rows, similarities);
  }

  /** A user's events, a minute apart. */
  public List<Observation> events(int count, long start) {
    int first = random.nextInt(items.size());
    return IntStream.range(0, count)
        .mapToObj(
            e ->
                new Observation(
                    id(first + 7 * e), start + e * MINUTE, 1 + random.nextInt(5), PROFILE))
        .toList();
  }

  public static HistoryEvent inHistory(Observation event) {
    return new HistoryEvent("of-" + event.itemId(), event.itemId(), event.time(), event.value());
  }

  public List<String> candidates(int count) {
    return IntStream.range(0, count).mapToObj(c -> id(random.nextInt(items.size()))).toList();
  }

  private String id(int number) {
    return "" + number % items.size();
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
