package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.KnowledgeEncoder;
import io.laserstreams.learning.offline.OfflineEvaluator;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeaturePass;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.offline.EncoderVectors;
import io.laserstreams.tools.output.Progress;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay is compared with: the same bundle without Kafka, from raw files that are read a
 * second time.
 */
final class OfflineReference {
  private final DatasetFiles files;
  private final DatasetKnowledge texts;
  private final @Nullable Map<String, float[]> vectors;

  /**
   * @param vectors of the items' texts; null to encode them
   */
  OfflineReference(
      DatasetFiles files, DatasetKnowledge texts, @Nullable Map<String, float[]> vectors) {
    this.files = requireNonNull(files, "files is null");
    this.texts = requireNonNull(texts, "texts is null");
    this.vectors = vectors;
  }

  /**
   * Logits of the protocol's samples by impression id. Samples that the model learnt from are fine:
   * they are compared, not judged.
   *
   * @param impressions how many impressions to play, from the first one on
   * @param firstSample number of the first sample to score
   * @param samples how many there are from it on
   */
  Map<String, double[]> logits(ModelBundle bundle, int impressions, int firstSample, int samples) {
    Dataset data = files.read();
    Knowledge knowledge = knowledge(data, bundle.spec().itemEncoder());
    StreamingTable table = features(data, knowledge, bundle, impressions, firstSample, samples);
    try (Progress progress = Progress.counting("offline", "samples", samples)) {
      return new OfflineEvaluator(data, knowledge, table == null ? sample -> null : table::of)
          .evaluate(
              bundle,
              new OfflineEvaluator.Request(impressions, sample -> sample >= firstSample, true),
              progress::at)
          .logits();
    }
  }

  /**
   * Streaming features through the bundle's fitted factors from the first event on, as in a stream
   * that serves this bundle alone.
   */
  private static @Nullable StreamingTable features(
      Dataset data,
      Knowledge knowledge,
      ModelBundle bundle,
      int impressions,
      int firstSample,
      int samples) {
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    if (streaming == null) {
      return null;
    }
    FeaturePass.Request request =
        FeaturePass.Request.of(FactorPlan.pinned(bundle.fittedFactors()))
            .playing(impressions)
            .wanting(sample -> sample >= firstSample && sample < firstSample + samples);
    try (Progress progress = Progress.counting("streaming features", "impressions", impressions)) {
      return new FeaturePass(data, knowledge, StreamingFeatures.of(streaming))
          .run(request, progress::at);
    }
  }

  private Knowledge knowledge(Dataset data, FeatureSpec.@Nullable Encoder wanted) {
    if (wanted == null) {
      return Knowledge.NONE;
    }
    if (vectors != null) {
      return Knowledge.ofItems(vectors);
    }
    try (TextEncoder encoder = EncoderRegistry.standard().open(wanted.id());
        Progress progress = Progress.counting("encoding", "texts", 1)) {
      return Knowledge.ofItems(
          new KnowledgeEncoder(new EncoderVectors(encoder), progress::at)
              .items(texts.itemTexts(data)));
    }
  }
}
