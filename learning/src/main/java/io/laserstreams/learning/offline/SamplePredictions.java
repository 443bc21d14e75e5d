package io.laserstreams.learning.offline;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.dataset.Sample;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.ModelTrainer;
import java.util.ArrayList;
import java.util.List;

/** Predicts in libtorch, many samples at a time. */
public final class SamplePredictions {
  private static final int BATCH = 8_192;

  private SamplePredictions() {}

  /** Predictions of a part of the samples, in their order. */
  public static Predictions of(ModelBundle bundle, DatasetSamples samples, Part part) {
    Protocol protocol = samples.protocol();
    var predictions = new Predictions();
    try (var trainer = ModelTrainer.from(bundle, Hyperparameters.DEFAULT)) {
      List<Sample> waiting = new ArrayList<>();
      samples.play(
          n -> protocol.part(n) == part,
          sample -> {
            waiting.add(sample);
            if (waiting.size() == BATCH) {
              predict(trainer, waiting, predictions);
            }
          });
      predict(trainer, waiting, predictions);
    }
    return predictions;
  }

  private static void predict(ModelTrainer trainer, List<Sample> waiting, Predictions predictions) {
    float[][] logits = trainer.logits(waiting.stream().map(Sample::slate).toList());
    for (int i = 0; i < logits.length; i++) {
      Sample sample = waiting.get(i);
      predictions.add(
          sample.userId(),
          OfflineEvaluator.doubles(logits[i]),
          OfflineEvaluator.outcomes(sample.slate()));
    }
    waiting.clear();
  }
}
