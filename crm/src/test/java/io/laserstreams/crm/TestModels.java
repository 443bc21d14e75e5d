package io.laserstreams.crm;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.ops.Init;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.factors.Neighbours;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small model that reads every kind of feature, with random weights, and features for it. */
public final class TestModels {
  public static final FeatureSpec SPEC =
      FeatureSpec.builder(5, new FeatureSpec.Capacity(50, 10, 8))
          .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
          .userFields(List.of("gender", "age"))
          .contextFields(List.of("page"))
          .itemFields(List.of("year"))
          .categoriesPerItem(3)
          .itemEncoder(new FeatureSpec.Encoder("item-encoder", 4))
          .userEncoder(new FeatureSpec.Encoder("user-encoder", 6))
          .search(new FeatureSpec.Search(7, 3))
          .build();

  /** The streaming features whose values {@link #streaming} gives. */
  public static final FeatureSpec.Streaming STREAMING =
      new FeatureSpec.Streaming(
          List.of(
              new FeatureSpec.Standardised("user.count", 0.5f, 2),
              new FeatureSpec.Standardised("user.mean", 0, 1)),
          List.of(
              new FeatureSpec.Standardised("item.mean", 1, 0.5f),
              new FeatureSpec.Standardised("taste.value", 0, 1),
              new FeatureSpec.Standardised("text.near", -1, 3)),
          StreamingSettings.DEFAULT);

  private static final ModelShape SHAPE =
      ModelShape.builder()
          .idWidth(6)
          .fieldWidth(3)
          .spaceWidth(3)
          .knowledgeWidth(5)
          .experts(2)
          .expertWidth(4)
          .keyWidth(4)
          .valueWidth(3)
          .layers(2)
          .hidden(List.of(8, 4))
          .build();

  public static final RecommendationModel MODEL = Models.of(ModelChoice.DEFAULT, SPEC, SHAPE);

  private TestModels() {}

  /** A small model of any kind that reads streaming features. */
  public static RecommendationModel streamingModel(String choice) {
    RecommendationModel model = model(choice);
    return Models.of(model.choice(), model.spec().withStreaming(STREAMING), model.shape());
  }

  /** Streaming features of this number of candidates. */
  public static StreamingValues streaming(long seed, int candidates) {
    float[][] ofCandidates = new float[candidates][];
    for (int c = 0; c < candidates; c++) {
      ofCandidates[c] = vector((int) (31 * seed + c), STREAMING.ofCandidate().size());
    }
    return new StreamingValues(vector((int) seed, STREAMING.ofUser().size()), ofCandidates);
  }

  /** A small model of any kind. */
  public static RecommendationModel model(String choice) {
    return Models.of(
        ModelChoice.parse(choice),
        SPEC,
        ModelShape.builder()
            .idWidth(5)
            .fieldWidth(5)
            .spaceWidth(3)
            .knowledgeWidth(5)
            .experts(3)
            .expertWidth(4)
            .keyWidth(4)
            .valueWidth(5)
            .layers(2)
            .hidden(List.of(32, 16))
            .build());
  }

  public static Weights weights(long seed) {
    return weights(MODEL, seed);
  }

  /** Initial values of zero and one would hide mistakes, so every weight is drawn. */
  public static Weights weights(RecommendationModel model, long seed) {
    var weights = new Weights();
    OnnxExport.initialWeights(model, seed)
        .asMap()
        .forEach(
            (name, weight) ->
                weights.put(
                    name,
                    new Weights.Weight(weight.init(), weight.shape(), drawn(name, weight, seed))));
    return weights;
  }

  private static float[] drawn(String name, Weights.Weight weight, long seed) {
    float[] values = Init.SMALL.values(name, weight.shape(), seed);
    for (int i = 0; i < values.length; i++) {
      values[i] *= 5;
    }
    return values;
  }

  public static Vocabularies vocabularies() {
    return vocabularies(SPEC);
  }

  private static Vocabularies vocabularies(FeatureSpec spec) {
    var vocabularies = Vocabularies.empty(spec);
    for (int i = 1; i < 40; i++) {
      vocabularies.grow(item(i), spec);
      vocabularies.grow(user(i, 3), spec);
    }
    return vocabularies;
  }

  public static ModelBundle bundle(long seed) {
    return bundle(MODEL, seed);
  }

  public static ModelBundle bundle(RecommendationModel model, long seed) {
    var manifest =
        Manifest.builder("test-" + seed, model)
            .metrics(Map.of("auc", 0.5))
            .trainedUntil(12345)
            .seed(seed)
            .build();
    FittedFactors fitted =
        Models.needsFittedFactors(model.choice().name()) ? fittedFactors(39) : FittedFactors.NONE;
    return ModelBundle.of(manifest, vocabularies(model.spec()), weights(model, seed), fitted);
  }

  /** Factors of the items from 1 to {@code items}, some of which were not rated. */
  public static FittedFactors fittedFactors(int items) {
    int size = 1 + FittedFactors.TASTE_WIDTH;
    float[] covariance = new float[size * (size + 1) / 2];
    for (int i = 0; i < size; i++) {
      covariance[i * (i + 1) / 2 + i] = 0.5f + i % 3;
    }
    var factors = new ItemFactors(3.5f, 1, new float[size], covariance, new float[0][]);
    var none = new Neighbours(new int[0], new float[0]);
    var rows = new ArrayList<FittedFactors.Row>();
    for (int i = 1; i <= items; i++) {
      rows.add(new FittedFactors.Row("item" + i, i % 5 > 0, vector(i, size), none, none));
    }
    return new FittedFactors(1, factors, null, rows);
  }

  public static ItemFeatures item(int i) {
    var categories = new ArrayList<String>();
    for (int c = 0; c < i % 5; c++) {
      categories.add("category" + (i + c) % 6);
    }
    return new ItemFeatures(
        "item" + i,
        categories,
        Map.of("year", "19" + (90 + i % 4)),
        i % 3 == 0 ? null : vector(i, 4));
  }

  public static UserFeatures user(int u, int events) {
    var random = new Random(u);
    var history = new ArrayList<HistoryEvent>();
    for (int e = 0; e < events; e++) {
      float value = random.nextInt(5) == 0 ? Float.NaN : 1 + random.nextInt(5);
      history.add(
          new HistoryEvent(
              "e" + e, "item" + (1 + random.nextInt(39)), 1000L * (e + 1) * (e + 1), value));
    }
    var profile = Map.of("gender", u % 2 == 0 ? "F" : "M", "age", "" + u % 5);
    return new UserFeatures(
        1_000_000, profile, Map.of("page", "p" + u % 3), history, u % 2 == 0 ? null : vector(u, 6));
  }

  public static List<ItemFeatures> historyItems(UserFeatures user) {
    return user.history().stream()
        .map(event -> item(Integer.parseInt(event.itemId().substring(4))))
        .toList();
  }

  private static float[] vector(int seed, int size) {
    var random = new Random(seed);
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) random.nextGaussian() / (float) Math.sqrt(size);
    }
    return vector;
  }
}
