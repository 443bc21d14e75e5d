package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Slate;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how fast a model learns and predicts on this machine, by a few steps on samples with
 * long histories.
 */
final class PaceProbe {
  private static final int STEPS = 3;
  private static final int UNTIMED = 1;
  private static final int MAX_BATCH = 256;

  private PaceProbe() {}

  /**
   * The pace of a model.
   *
   * @param learning seconds per sample learnt from
   * @param predicting seconds per sample predicted
   */
  record Pace(double learning, double predicting) {}

  static Pace time(RecommendationModel model, PreparedDataset data, OfflinePlan plan) {
    DatasetSamples samples = data.samples(model.spec());
    Protocol protocol = samples.protocol();
    int batch = Math.min(Math.min(plan.batch(), MAX_BATCH), protocol.samples(Part.TRAINING));
    int first = protocol.samples(Part.TRAINING) - batch;
    List<Slate> slates = new ArrayList<>();
    samples.play(n -> n >= first && n < first + batch, sample -> slates.add(sample.slate()));
    try (var trainer = ModelTrainer.untrained(model, plan.hyper(), plan.seed())) {
      long start = 0;
      for (int step = 0; step < STEPS; step++) {
        start = step == UNTIMED ? System.nanoTime() : start;
        trainer.trainStep(slates);
      }
      double learning = (System.nanoTime() - start) / 1e9 / (STEPS - UNTIMED) / batch;
      start = System.nanoTime();
      trainer.logits(slates);
      return new Pace(learning, (System.nanoTime() - start) / 1e9 / batch);
    }
  }
}
