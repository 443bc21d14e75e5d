package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.offline.OfflinePlan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training of a variant depends on: its model, its plan, and what identifies its row. */
final class VariantSettings {
  private static final long FINGERPRINT_SEED = 1;

  private final PreparedDataset data;
  private final FeatureSpec spec;
  private final Reproduction.Setup setup;
  private final FeatureTables tables;
  private final String itemTexts;
  private final String userTexts;
  private final Map<Variant, String> graphs = new HashMap<>();

  VariantSettings(
      PreparedDataset data, FeatureSpec spec, Reproduction.Setup setup, FeatureTables tables) {
    this.data = data;
    this.spec = spec;
    this.setup = setup;
    this.tables = tables;
    this.itemTexts = data.knowledge().fingerprint();
    this.userTexts = data.knowledge().fingerprintOfUsers();
  }

  /** How a variant is trained. */
  OfflinePlan plan(Variant variant) {
    return variant
        .plan()
        .fitted(
            data.data().protocol().samples(Part.TRAINING),
            Models.needsFittedFactors(variant.choice().name()));
  }

  RecommendationModel model(Variant variant, FeatureSpec.@Nullable Streaming streaming) {
    return Models.of(variant.choice(), spec.withStreaming(streaming));
  }

  /** What identifies the variant's row. */
  ResultRow.Settings of(Variant variant) {
    return new ResultRow.Settings(
        data.data().fingerprint(),
        variant.label().hasKnowledge() ? texts(variant.choice()) : "",
        variant.label(),
        graphs.computeIfAbsent(
            new Variant(variant.choice(), setup.plan(), variant.reading()), this::graph),
        plan(variant),
        setup.threads());
  }

  private String texts(ModelChoice choice) {
    return choice.knowledge().ofUsers() && !userTexts.isEmpty()
        ? itemTexts + "+" + userTexts
        : itemTexts;
  }

  /**
   * Covers what the model reads: which streaming features, how their state is kept, and whether
   * that is strict.
   */
  private String graph(Variant variant) {
    RecommendationModel model = model(variant, tables.unheard(variant.reading()));
    OnnxExport.Graphs untrained =
        OnnxExport.export(model, OnnxExport.initialWeights(model, FINGERPRINT_SEED));
    String reads =
        model.spec() + " " + model.shape() + (variant.reading().strict() ? " strict" : "");
    return Sha256.hex(
        reads.getBytes(StandardCharsets.UTF_8), untrained.itemTower(), untrained.head());
  }
}
