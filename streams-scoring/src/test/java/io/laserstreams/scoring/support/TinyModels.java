package io.laserstreams.scoring.support;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tiny models with random weights only, so that every feature affects the logit. */
public final class TinyModels {
  public static final String ENCODER = "tiny-encoder";
  public static final int DIMENSIONS = 4;
  public static final int HISTORY = 5;

  /** Events that models with event search read. */
  public static final int SEARCHED = 8;

  private static final ModelShape SHAPE =
      ModelShape.builder()
          .idWidth(4)
          .fieldWidth(4)
          .spaceWidth(4)
          .knowledgeWidth(4)
          .experts(2)
          .expertWidth(4)
          .heads(1)
          .keyWidth(4)
          .valueWidth(4)
          .hidden(List.of(32, 16))
          .build();

  private TinyModels() {}

  public static ModelBundle bundle(String version) {
    return bundle(version, HISTORY, DIMENSIONS);
  }

  public static ModelBundle bundle(String version, int historyLength, int dimensions) {
    return bundle(version, ModelChoice.DEFAULT, historyLength, dimensions);
  }

  public static ModelBundle bundle(String version, ModelChoice choice) {
    return bundle(version, choice, HISTORY, DIMENSIONS);
  }

  /** A model that reads all streaming features of the catalogue, with these fitted factors. */
  public static ModelBundle withFeatures(
      String version, StreamingSettings settings, FittedFactors factors) {
    StreamingFeatures all =
        new StreamingFeatures(settings, FeatureCatalogue.all(settings, List.of()));
    FeatureSpec.Streaming streaming =
        new FeatureSpec.Streaming(
            standardised(all.namesOfUser()), standardised(all.namesOfCandidate()), settings);
    return bundle(version, ModelChoice.DEFAULT, HISTORY, DIMENSIONS, streaming, factors);
  }

  private static List<FeatureSpec.Standardised> standardised(List<String> names) {
    return names.stream().map(name -> new FeatureSpec.Standardised(name, 0.5f, 2)).toList();
  }

  private static ModelBundle bundle(
      String version, ModelChoice choice, int historyLength, int dimensions) {
    return bundle(
        version,
        choice,
        historyLength,
        dimensions,
        null,
        Models.needsFittedFactors(choice.name())
            ? TestModels.fittedFactors(20)
            : FittedFactors.NONE);
  }

  private static ModelBundle bundle(
      String version,
      ModelChoice choice,
      int historyLength,
      int dimensions,
      FeatureSpec.Streaming streaming,
      FittedFactors factors) {
    FeatureSpec.Encoder encoder = new FeatureSpec.Encoder(ENCODER, dimensions);
    FeatureSpec spec =
        FeatureSpec.builder(historyLength, new FeatureSpec.Capacity(100, 10, 10))
            .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
            .userFields(List.of("gender"))
            .contextFields(List.of("page"))
            .categoriesPerItem(2)
            .itemEncoder(encoder)
            .userEncoder(encoder)
            .search(new FeatureSpec.Search(SEARCHED, 3))
            .streaming(streaming)
            .build();
    Vocabularies vocabularies = Vocabularies.empty(spec);
    for (int i = 1; i <= 20; i++) {
      vocabularies.grow(new ItemFeatures("item" + i, List.of("even", "odd"), Map.of(), null), spec);
    }
    for (String gender : List.of("F", "M")) {
      vocabularies.grow(
          new UserFeatures(0, Map.of("gender", gender), Map.of("page", "home"), List.of(), null),
          spec);
    }
    RecommendationModel model = Models.of(choice, spec, SHAPE);
    Manifest manifest =
        Manifest.builder(version, model).metrics(Map.of("auc", 0.5)).seed(1).build();
    return ModelBundle.of(manifest, vocabularies, weights(model, version.hashCode()), factors);
  }

  private static Weights weights(RecommendationModel model, long seed) {
    Random random = new Random(seed);
    Weights weights = new Weights();
    OnnxExport.initialWeights(model, seed)
        .asMap()
        .forEach(
            (name, weight) -> {
              float[] values = weight.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() / 2;
              }
              weights.put(name, new Weights.Weight(weight.init(), weight.shape(), values));
            });
    return weights;
  }
}
