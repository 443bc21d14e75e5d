package io.laserstreams.learning.tuning;

import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
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
public final class PaceProbe {
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
  public record Pace(double learning, double predicting) {
    /**
     * Seconds of a training with its evaluations, and of predicting other samples afterwards.
     *
     * @param plan fitted to the dataset
     * @param others number of samples to predict once
     */
    public double seconds(OfflinePlan plan, Protocol protocol, int others) {
      double predicted = (double) protocol.samples(Part.VALIDATION) * plan.evaluations() + others;
      return plan.passes() * plan.fraction() * protocol.samples(Part.TRAINING) * learning
          + predicted * predicting;
    }
  }

  /**
   * Times a few steps.
   *
   * @param samples of the model's specification
   */
  public static Pace time(RecommendationModel model, DatasetSamples samples, OfflinePlan plan) {
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
