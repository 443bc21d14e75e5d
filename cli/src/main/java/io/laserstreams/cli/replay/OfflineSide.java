package io.laserstreams.cli.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.Progress;
import io.laserstreams.cli.offline.DatasetOptions;
import io.laserstreams.cli.offline.EncoderVectors;
import io.laserstreams.cli.offline.TrainCommand;
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
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * What a replay is compared with: the same bundle without Kafka, from the raw files, which it reads
 * for itself.
 */
final class OfflineSide {
  private final DatasetOptions dataset;
  private final Map<String, float[]> vectors;

  /**
   * @param vectors of the items' texts, null to encode them
   */
  OfflineSide(DatasetOptions dataset, Map<String, float[]> vectors) {
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.vectors = vectors;
  }

  /** Trains as {@code laser train} does with these arguments. */
  static void train(List<String> arguments) {
    List<Exception> failures = new ArrayList<>();
    int code =
        new CommandLine(new TrainCommand())
            .setExecutionExceptionHandler(
                (exception, command, parsed) -> {
                  // Thrown on, it would be printed with its stack trace.
                  failures.add(exception);
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments.toArray(String[]::new));
    if (!failures.isEmpty()) {
      Exception failure = failures.get(0);
      throw new UserException("Training a bundle failed: " + failure.getMessage(), failure);
    }
    if (code != 0) {
      throw new UserException(
          "Training a bundle failed: laser train " + String.join(" ", arguments));
    }
  }

  /**
   * Logits of the protocol's samples by impression id. Training data are welcome: they are
   * compared, not judged.
   *
   * @param impressions how many impressions to play, from the first one on
   * @param firstSample number of the first sample to score
   * @param samples how many there are from it on
   */
  Map<String, double[]> logits(ModelBundle bundle, int impressions, int firstSample, int samples) {
    Dataset data = dataset.read();
    Knowledge knowledge = knowledge(data, bundle.spec().itemEncoder());
    StreamingTable table = features(data, knowledge, bundle, firstSample, samples);
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
   * Streaming features through the bundle's basis from the first event on, as a stream has them
   * that serves nothing else.
   */
  private static StreamingTable features(
      Dataset data, Knowledge knowledge, ModelBundle bundle, int firstSample, int samples) {
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    if (streaming == null) {
      return null;
    }
    FeaturePass.Request request =
        FeaturePass.Request.of(FactorPlan.pinned(bundle.basis()))
            .wanting(sample -> sample >= firstSample && sample < firstSample + samples);
    try (Progress progress =
        Progress.counting("streaming features", "impressions", data.impressions().size())) {
      return new FeaturePass(data, knowledge, StreamingFeatures.of(streaming))
          .run(request, progress::at);
    }
  }

  private Knowledge knowledge(Dataset data, FeatureSpec.Encoder wanted) {
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
              .items(dataset.itemTexts(data)));
    }
  }
}
