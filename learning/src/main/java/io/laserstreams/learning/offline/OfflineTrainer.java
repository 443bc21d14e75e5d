package io.laserstreams.learning.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.dataset.Sample;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.factors.FactorTimeline;
import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Slate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model on the training part of a dataset, in the order of time, and selects the best
 * point of its learning curve on the validation part. It does not touch the test part.
 *
 * <p>Memory: one window of samples and the validation part.
 */
public final class OfflineTrainer {
  private final DatasetSamples samples;
  private final RecommendationModel model;
  private final OfflinePlan plan;
  private final TrainingListener listener;
  private final FactorTimeline factors;

  public OfflineTrainer(
      DatasetSamples samples,
      RecommendationModel model,
      OfflinePlan plan,
      TrainingListener listener) {
    this(samples, model, plan, listener, FactorTimeline.NONE);
  }

  /**
   * For a model that needs fitted factors: it learns each window with a fit from before it, and is
   * evaluated and bundled with the last one.
   */
  public OfflineTrainer(
      DatasetSamples samples,
      RecommendationModel model,
      OfflinePlan plan,
      TrainingListener listener,
      FactorTimeline factors) {
    this.samples = requireNonNull(samples, "samples is null");
    this.model = requireNonNull(model, "model is null");
    this.plan = requireNonNull(plan, "plan is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.factors = requireNonNull(factors, "factors is null");
  }

  /**
   * Trains.
   *
   * @param version of the bundle
   * @throws InvalidDatasetException if the training or the validation part is empty
   */
  public TrainingResult train(String version) {
    Protocol protocol = samples.protocol();
    int all = protocol.samples(Part.TRAINING);
    if (all == 0 || protocol.samples(Part.VALIDATION) == 0) {
      throw new InvalidDatasetException(
          ("the dataset has %d training and %d validation samples: there are too few interactions,"
                  + " or split.earlier wants too many before a sample")
              .formatted(all, protocol.samples(Part.VALIDATION)));
    }
    BitSet drawn = draw(protocol, plan);
    int wanted = drawn.cardinality();
    var validation = new ArrayList<Slate>();
    samples.play(
        n -> protocol.part(n) == Part.VALIDATION, sample -> validation.add(sample.slate()));
    try (var trainer = ModelTrainer.untrained(model, plan.hyper(), plan.seed())) {
      var run = new Run(trainer, version, wanted * plan.passes(), validation);
      for (int pass = 0; pass < plan.passes(); pass++) {
        samples.play(drawn::get, run::take);
        run.endPass();
      }
      return run.finish();
    }
  }

  /** The training samples that the plan draws, by their number in the protocol. */
  public static BitSet draw(Protocol protocol, OfflinePlan plan) {
    int all = protocol.samples(Part.TRAINING);
    return draw(
        all, Math.min(all, Math.max(1, (int) Math.round(all * plan.fraction()))), plan.seed());
  }

  /**
   * A uniform draw of {@code wanted} numbers below {@code all}; with the same seed, a smaller draw
   * is a subset of a larger one.
   */
  static BitSet draw(int all, int wanted, long seed) {
    int[] numbers = IntStream.range(0, all).toArray();
    var drawn = new BitSet(all);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < wanted; i++) {
      int pick = i + random.nextInt(all - i);
      drawn.set(numbers[pick]);
      numbers[pick] = numbers[i];
    }
    return drawn;
  }

  private record Best(CurvePoint point, ModelBundle bundle) {}

  /** One training in progress. */
  private final class Run {
    private final ModelTrainer trainer;
    private final String version;
    private final int wanted;
    private final List<Slate> validation;
    private final Random shuffling = new Random(plan.seed());
    private final LearningRates rates;
    private final List<Slate> window = new ArrayList<>();
    private final List<CurvePoint> curve = new ArrayList<>();
    private @Nullable Best best;
    private long newestEvent;
    private long learnt;
    private double lossSum;
    private long lossSteps;

    Run(ModelTrainer trainer, String version, int wanted, List<Slate> validation) {
      this.trainer = trainer;
      this.version = version;
      this.wanted = wanted;
      this.validation = validation;
      long windows = (wanted + plan.window() - 1L) / plan.window() + plan.passes() - 1;
      this.rates = new LearningRates((wanted + plan.batch() - 1L) / plan.batch() + windows);
    }

    void take(Sample sample) {
      if (window.isEmpty()) {
        trainer.fittedFactors(factors.before(sample.time()));
      }
      window.add(sample.slate());
      // The time in the data, without the milliseconds made up to order samples that share it.
      newestEvent = Math.max(newestEvent, sample.time());
      if (window.size() == plan.window()) {
        learnWindow();
      }
    }

    private void learnWindow() {
      Collections.shuffle(window, shuffling);
      for (int from = 0; from < window.size(); from += plan.batch()) {
        List<Slate> batch = window.subList(from, Math.min(window.size(), from + plan.batch()));
        trainer.scaleLearningRate(rates.at(trainer.steps()));
        double loss = trainer.trainStep(batch);
        lossSum += loss;
        lossSteps++;
        long before = learnt;
        learnt += batch.size();
        listener.learnt(learnt, wanted, loss);
        if (learnt < wanted
            && before * plan.evaluations() / wanted != learnt * plan.evaluations() / wanted) {
          evaluate();
        }
      }
      window.clear();
    }

    /** Adds a point to the curve; returns the best so far. */
    private Best evaluate() {
      FittedFactors learning = trainer.fittedFactors();
      trainer.fittedFactors(factors.last());
      ClickMetrics metrics = trainer.evaluate(validation);
      var point = new CurvePoint(learnt, lossSum / lossSteps, metrics.auc(), metrics.logLoss());
      lossSum = 0;
      lossSteps = 0;
      curve.add(point);
      listener.evaluated(point);
      if (best == null || !(point.validationAuc() <= best.point().validationAuc())) {
        best = new Best(point, bundle(point));
      }
      trainer.fittedFactors(learning);
      return best;
    }

    private ModelBundle bundle(CurvePoint point) {
      Map<String, Double> published =
          Map.of(
              "validation.auc",
              point.validationAuc(),
              "validation.logLoss",
              point.validationLogLoss());
      return trainer.toBundle(
          version,
          published,
          Math.max(newestEvent, factors.last().fittedUntil()),
          samples.labels());
    }

    void endPass() {
      if (!window.isEmpty()) {
        learnWindow();
      }
    }

    TrainingResult finish() {
      Best result = evaluate();
      return new TrainingResult(
          result.bundle(), List.copyOf(curve), result.point(), trainer.parameterCount());
    }
  }
}
