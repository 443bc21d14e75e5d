package io.laserstreams.systemtests.support;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Untrained models that read histories and item knowledge. */
public final class Bundles {
  /** The knowledge worker's default encoder. */
  public static final FeatureSpec.Encoder ENCODER =
      new FeatureSpec.Encoder("bge-small-en-v15-q", 384);

  private static final ModelShape SHAPE =
      ModelShape.builder()
          .idWidth(8)
          .fieldWidth(4)
          .spaceWidth(8)
          .knowledgeWidth(8)
          .experts(2)
          .expertWidth(8)
          .heads(1)
          .keyWidth(8)
          .valueWidth(8)
          .hidden(List.of(16, 8))
          .build();

  private Bundles() {}

  public static ModelBundle untrained(String version) {
    FeatureSpec spec =
        FeatureSpec.builder(20, new FeatureSpec.Capacity(1_000, 50, 50))
            .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
            .categoriesPerItem(3)
            .itemEncoder(ENCODER)
            .userEncoder(ENCODER)
            .build();
    return ModelBundle.untrained(
        version, Models.of(ModelChoice.DEFAULT, spec, SHAPE), version.hashCode());
  }

  public static Path file(Path folder, String version) {
    return write(folder, untrained(version));
  }

  /** All streaming features with these settings. */
  public static FeatureSpec.Streaming streaming(StreamingSettings settings) {
    var all = new StreamingFeatures(settings, FeatureCatalogue.all(settings, List.of()));
    return new FeatureSpec.Streaming(
        standardised(all.namesOfUser()), standardised(all.namesOfCandidate()), settings);
  }

  private static List<FeatureSpec.Standardised> standardised(List<String> names) {
    return names.stream().map(name -> new FeatureSpec.Standardised(name, 0, 1)).toList();
  }

  /** A bundle whose model reads all streaming features through these factors. */
  public static Path withFeatures(
      Path folder, String version, StreamingSettings settings, FittedFactors factors) {
    ModelBundle plain = untrained(version);
    RecommendationModel model =
        Models.of(ModelChoice.DEFAULT, plain.spec().withStreaming(streaming(settings)), SHAPE);
    var manifest = Manifest.builder(version, model).seed(1).build();
    return write(
        folder,
        ModelBundle.of(
            manifest,
            Vocabularies.empty(model.spec()),
            OnnxExport.initialWeights(model, 1),
            factors));
  }

  private static Path write(Path folder, ModelBundle bundle) {
    Path file = folder.resolve(bundle.version() + ".laser");
    try {
      Files.write(file, bundle.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
