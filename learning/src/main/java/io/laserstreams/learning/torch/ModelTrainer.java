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

/**
 * A model that learns, slate by slate, in libtorch. Values that it meets for the first time get a
 * row of their own while the tables have place. The same seed and the same slates make the same
 * model, bit for bit with the same number of {@linkplain Torch#threads threads}.
 *
 * <p>Belongs to one thread.
 */
public final class ModelTrainer implements AutoCloseable {
  private RecommendationModel model;
  private final Vocabularies vocabularies;
  private final Parameters parameters;

  /** What bundles are made of; null where they are made of the parameters themselves. */
  private final ParameterMean mean;

  private final Optimizers optimizers;
  private final Hyperparameters hyper;
  private final DataParallel computation;
  private final long seed;
  private FittedFactors basis = FittedFactors.NONE;
  private long steps;

  private ModelTrainer(
      RecommendationModel model,
      Vocabularies vocabularies,
      Weights weights,
      Weights meanWeights,
      Hyperparameters hyper,
      long seed,
      long steps) {
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
  }

  /** A new model. */
  public static ModelTrainer untrained(
      RecommendationModel model, Hyperparameters hyper, long seed) {
    var weights = OnnxExport.initialWeights(model, seed);
    return new ModelTrainer(
        model, Vocabularies.empty(model.spec()), weights, weights, hyper, seed, 0);
  }

  /** A model that goes on learning from where a bundle was released; the optimizer starts anew. */
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
            0);
    trainer.basis(bundle.fittedFactors());
    return trainer;
  }

  /**
   * Goes on from a checkpoint as if it had never stopped.
   *
   * @throws InvalidCheckpointException if the file is no checkpoint that this version can read
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
              description.steps());
      state.load(trainer.optimizers);
      return trainer;
    }
  }

  /** Writes a checkpoint; a file of this name is replaced at once or not at all. */
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
   * The basis that the model stands on from now on: items' tastes are read from it, bundles take it
   * along. None to start with.
   */
  public void basis(FittedFactors newBasis) {
    basis = newBasis;
    if (Models.needsFittedFactors(model.choice().name())) {
      computation.basis(newBasis);
    }
  }

  /** That basis. */
  public FittedFactors basis() {
    return basis;
  }

  /**
   * Standardises streaming features otherwise from now on, with weights such that logits stay what
   * they are; the same features in the same order. Where a feature was beyond the bound of what a
   * model reads, its logit moves.
   */
  public void standardise(FeatureSpec.Streaming streaming) {
    new StreamingRescaling(parameters).from(model.spec().streaming(), streaming);
    if (mean != null) {
      new StreamingRescaling(mean.parameters()).from(model.spec().streaming(), streaming);
    }
    model = Models.of(model.choice(), model.spec().withStreaming(streaming), model.shape());
    computation.model(model);
    basis(basis);
  }

  /** Scales the peak learning rate for the steps to come. */
  public void scaleLearningRate(double factor) {
    optimizers.learningRate(hyper.learningRate() * factor);
  }

  /**
   * One step of the optimizer on the mean log loss of all candidates of these slates.
   *
   * @return the loss before the step, in nats
   * @throws InvalidVectorException if a knowledge vector has the wrong size or is not finite;
   *     nothing is learnt then
   * @throws IllegalArgumentException if there are no slates
   */
  public double trainStep(List<Slate> slates) {
    if (slates.isEmpty()) {
      throw new IllegalArgumentException("there are no slates to learn from");
    }
    try (var scope = new PointerScope()) {
      computation.read(slates);
      if (steps == 0) {
        new SpaceFit(model.spec(), new KnowledgeSpace(model.shape())).fit(parameters, slates);
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
   * The model as it is now, with the basis that it has, ready to be served: its parameters, or
   * their mean over the newest steps where {@link Hyperparameters#averagedSteps()} asks for it.
   *
   * @param version the model's version, unique and never reused
   * @param metrics figures to publish with it, by name
   * @param trainedUntil event time of the newest sample that it learnt from, milliseconds since the
   *     epoch
   */
  public ModelBundle toBundle(String version, Map<String, Double> metrics, long trainedUntil) {
    return toBundle(version, metrics, trainedUntil, null);
  }

  /** The same, which says in words what counted as positive. */
  public ModelBundle toBundle(
      String version, Map<String, Double> metrics, long trainedUntil, String labels) {
    var manifest =
        Manifest.builder(version, model)
            .metrics(metrics)
            .trainedUntil(trainedUntil)
            .seed(seed)
            .labels(labels)
            .build();
    return ModelBundle.of(
        manifest, vocabularies, (mean == null ? parameters : mean.parameters()).weights(), basis);
  }

  public RecommendationModel model() {
    return model;
  }

  /** Steps of the optimizer so far, those before a checkpoint included. */
  public long steps() {
    return steps;
  }

  /** How many numbers the model learns. */
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
