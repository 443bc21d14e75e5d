package io.laserstreams.learning.torch;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.model.KnowledgeSpace;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model in libtorch, batch by batch. New values get a row of their own until the tables
 * are full. The same seed, slates and number of {@linkplain Torch#threads threads} give the same
 * model, bit for bit.
 *
 * <p>Belongs to one thread.
 */
public final class ModelTrainer implements AutoCloseable {
  private RecommendationModel model;
  private final Vocabularies vocabularies;
  private final Parameters parameters;

  /** Bundles hold this; null if they hold the parameters themselves. */
  private final @Nullable ParameterMean mean;

  private final Optimizers optimizers;
  private final Hyperparameters hyper;
  private final DataParallel computation;
  private final long seed;
  private FittedFactors fittedFactors = FittedFactors.NONE;

  /** False for an untrained model, whose knowledge space is fitted to its first batch. */
  private final boolean knowledgeSpaceFitted;

  private long steps;

  private ModelTrainer(
      RecommendationModel model,
      Vocabularies vocabularies,
      Weights weights,
      Weights meanWeights,
      Hyperparameters hyper,
      long seed,
      long steps,
      boolean knowledgeSpaceFitted) {
    this.model = requireNonNull(model, "model is null");
    this.vocabularies = vocabularies;
    this.parameters = new Parameters(weights);
    this.mean =
        hyper.averagedSteps() == 0 ? null : new ParameterMean(meanWeights, hyper.averagedSteps());
    this.hyper = requireNonNull(hyper, "hyper is null");
    this.optimizers = new Optimizers(parameters, hyper);
    this.computation = new DataParallel(model, vocabularies, parameters, Torch.threads());
    this.seed = seed;
    this.steps = steps;
    this.knowledgeSpaceFitted = knowledgeSpaceFitted;
  }

  /** A new model. */
  public static ModelTrainer untrained(
      RecommendationModel model, Hyperparameters hyper, long seed) {
    var weights = OnnxExport.initialWeights(model, seed);
    return new ModelTrainer(
        model, Vocabularies.empty(model.spec()), weights, weights, hyper, seed, 0, false);
  }

  /** Continues to train a released model, with a new optimizer. */
  public static ModelTrainer from(ModelBundle bundle, Hyperparameters hyper) {
    Weights weights = bundle.weights();
    var trainer =
        new ModelTrainer(
            bundle.model(),
            bundle.vocabularies(),
            weights,
            weights,
            hyper,
            bundle.manifest().seed(),
            0,
            true);
    trainer.fittedFactors(bundle.fittedFactors());
    return trainer;
  }

  /**
   * Continues from a checkpoint as if training had never stopped.
   *
   * @throws InvalidCheckpointException if the file is not a checkpoint that this version can read
   */
  public static ModelTrainer restore(Path checkpoint, Hyperparameters hyper) throws IOException {
    try (Checkpoint state = Checkpoint.read(checkpoint)) {
      var description = state.description();
      var model = Models.of(description.model(), description.spec(), description.shape());
      var like = OnnxExport.initialWeights(model, description.seed());
      var trainer =
          new ModelTrainer(
              model,
              description.vocabularies(),
              state.weights(like),
              state.mean(like),
              hyper,
              description.seed(),
              description.steps(),
              description.steps() > 0);
      state.load(trainer.optimizers);
      return trainer;
    }
  }

  /** Writes a checkpoint; a file of this name is replaced atomically. */
  public void save(Path checkpoint) throws IOException {
    var description =
        new Checkpoint.Description(
            Checkpoint.FORMAT,
            model.choice(),
            model.spec(),
            model.shape(),
            vocabularies,
            seed,
            steps,
            mean != null);
    Checkpoint.write(
        checkpoint, description, parameters, mean == null ? null : mean.parameters(), optimizers);
  }

  /**
   * Sets the factors that items' tastes are read from and that bundles include; none to start with.
   */
  public void fittedFactors(FittedFactors newFactors) {
    fittedFactors = newFactors;
    if (Models.needsFittedFactors(model.choice().name())) {
      computation.fittedFactors(newFactors);
    }
  }

  public FittedFactors fittedFactors() {
    return fittedFactors;
  }

  /**
   * Changes the standardisation of streaming features, and the weights so that logits stay the
   * same; but where a value was clipped, the logit moves.
   *
   * @param streaming the same features in the same order
   */
  public void standardise(FeatureSpec.Streaming streaming) {
    FeatureSpec.Streaming before =
        requireNonNull(model.spec().streaming(), "the model reads no streaming features");
    new StreamingRescaling(parameters).from(before, streaming);
    if (mean != null) {
      new StreamingRescaling(mean.parameters()).from(before, streaming);
    }
    model = Models.of(model.choice(), model.spec().withStreaming(streaming), model.shape());
    computation.model(model);
    fittedFactors(fittedFactors);
  }

  /** Scales the peak learning rate for the steps to come. */
  public void scaleLearningRate(double factor) {
    optimizers.learningRate(hyper.learningRate() * factor);
  }

  /**
   * One step of the optimizer on the mean log loss of all candidates of these slates.
   *
   * @return the loss before the step, in nats
   * @throws InvalidVectorException if a knowledge vector has the wrong size or is not finite; then
   *     nothing is learnt
   * @throws IllegalArgumentException if there are no slates
   */
  public double trainStep(List<Slate> slates) {
    if (slates.isEmpty()) {
      throw new IllegalArgumentException("there are no slates to learn from");
    }
    try (var scope = new PointerScope()) {
      computation.read(slates);
      if (steps == 0 && !knowledgeSpaceFitted) {
        new KnowledgeSpaceFit(model.spec(), new KnowledgeSpace(model.shape()))
            .fit(parameters, slates);
      }
      double loss = computation.gradients();
      optimizers.step();
      steps++;
      if (mean != null) {
        mean.add(parameters, steps);
      }
      return loss;
    }
  }

  /** Logits of every candidate of every slate; nothing is learnt. */
  public float[][] logits(List<Slate> slates) {
    return computation.logits(slates);
  }

  /** How well the model predicts these slates' labels; nothing is learnt. */
  public ClickMetrics evaluate(List<Slate> slates) {
    var metrics = new ClickMetrics();
    float[][] logits = logits(slates);
    for (int s = 0; s < slates.size(); s++) {
      for (int c = 0; c < logits[s].length; c++) {
        metrics.add(logits[s][c], slates.get(s).labels()[c] > 0.5f);
      }
    }
    return metrics;
  }

  /**
   * The model as it is now, with its fitted factors, ready to serve: its parameters, or their mean
   * over the newest steps if {@link Hyperparameters#averagedSteps()} asks for it.
   *
   * @param version the model's version, unique and never reused
   * @param metrics to publish with it, by name
   * @param trainedUntil event time of the newest sample learnt from, milliseconds since the epoch
   */
  public ModelBundle toBundle(String version, Map<String, Double> metrics, long trainedUntil) {
    return toBundle(version, metrics, trainedUntil, null);
  }

  /**
   * The same, with the label rule.
   *
   * @param labels what counted as positive, in words; null if unknown
   */
  public ModelBundle toBundle(
      String version, Map<String, Double> metrics, long trainedUntil, @Nullable String labels) {
    var manifest =
        Manifest.builder(version, model)
            .metrics(metrics)
            .trainedUntil(trainedUntil)
            .seed(seed)
            .labels(labels)
            .build();
    return ModelBundle.of(
        manifest,
        vocabularies,
        (mean == null ? parameters : mean.parameters()).weights(),
        fittedFactors);
  }

  public RecommendationModel model() {
    return model;
  }

  /** Steps of the optimizer so far, including those before a checkpoint. */
  public long steps() {
    return steps;
  }

  /** Number of scalars that the model learns. */
  public long parameterCount() {
    return parameters.weights().size();
  }

  @Override
  public void close() {
    computation.close();
    optimizers.close();
    if (mean != null) {
      mean.close();
    }
    parameters.close();
  }
}
