package io.laserstreams.cli.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.UserException;
import io.laserstreams.cli.offline.EncoderVectors;
import io.laserstreams.cli.offline.TrainCommand;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.trainer.dataset.ItemKnowledge;
import io.laserstreams.trainer.dataset.MovieLens;
import io.laserstreams.trainer.offline.OfflineEvaluator;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** What a replay is compared with: the same bundle without Kafka, from the raw files. Also trains a bundle where none is given. */
final class OfflineSide {
  private final Path data;

  OfflineSide(Path data) {
    this.data = requireNonNull(data, "data is null");
  }

  /** Trains as {@code laser train} does. */
  void train(Path bundle, long seed) {
    int code = new CommandLine(new TrainCommand()).setExecutionExceptionHandler((exception, command, parsed) -> {
      throw exception;
    }).execute("--data", data.toString(), "--out", bundle.toString(), "--seed", Long.toString(seed));
    if (code != 0) {
      throw new UserException("Training a bundle from " + data + " failed");
    }
  }

  /**
   * Logits of the protocol's samples by impression id.
   *
   * @param ratings how many ratings to play, from the first one on
   * @param firstSample number of the first sample to score
   */
  Map<String, Double> logits(ModelBundle bundle, int ratings, int firstSample) {
    Map<String, float[]> vectors = vectors(bundle.spec().itemEncoder());
    MovieLens dataset = MovieLens.read(data);
    try (Progress progress = new Progress("offline", "samples", Math.max(1, Math.min(ratings, dataset.ratings().size()) - firstSample))) {
      return new OfflineEvaluator(dataset, vectors)
          .evaluate(bundle, new OfflineEvaluator.Request(ratings, sample -> sample >= firstSample), progress::at).logits();
    }
  }

  private Map<String, float[]> vectors(FeatureSpec.Encoder wanted) {
    if (wanted == null) {
      return Map.of();
    }
    try (TextEncoder encoder = EncoderRegistry.standard().open(wanted.id());
        Progress progress = new Progress("encoding", "texts", 1)) {
      return ItemKnowledge.read(data.resolve(Replay.TEXTS), new EncoderVectors(encoder), progress::at);
    }
  }
}
