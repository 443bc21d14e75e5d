package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Learners that learn in libtorch. */
final class TorchLearners implements Learner.Factory {
  private final RecommendationModel model;
  private final Hyperparameters hyper;
  private final long seed;
  private final FeatureRules rules;
  private final SlateFeatures features;

  TorchLearners(TrainerSettings settings, ModelShape shape, SlateFeatures features) {
    this.model = Models.of(settings.model(), settings.spec(), shape);
    this.hyper =
        Hyperparameters.DEFAULT
            .withLearningRate(settings.learningRate())
            .withAveragedSteps(settings.averagedSteps());
    this.seed = settings.round().seed();
    this.rules = settings.features();
    this.features = requireNonNull(features, "features is null");
    Torch.threads(settings.threads());
  }

  @Override
  public Learner fresh() {
    return new TorchLearner(ModelTrainer.untrained(model, hyper, seed), features, learning());
  }

  @Override
  public Learner saved(Path folder) throws IOException {
    ModelTrainer trainer = ModelTrainer.restore(folder.resolve(TorchLearner.FILE), hyper);
    try {
      if (!asConfigured(trainer.model()).equals(model)) {
        throw new IOException(
            "it was made for model %s that reads %s, configured is %s that reads %s"
                .formatted(
                    trainer.model().choice(),
                    trainer.model().spec(),
                    model.choice(),
                    model.spec()));
      }
      FeatureLearning learning = learning();
      if (learning != null) {
        trainer.fittedFactors(learning.load(folder));
      }
      return new TorchLearner(trainer, features, learning);
    } catch (IOException | RuntimeException e) {
      trainer.close();
      throw e;
    }
  }

  private FeatureLearning learning() {
    FeatureSpec.Streaming streaming = model.spec().streaming();
    return streaming == null
        ? null
        : new FeatureLearning(streaming, rules, features.catalogue(), seed);
  }

  /**
   * The same model with features that are not heard yet, as the configuration has them; how they
   * are standardised is learnt.
   */
  private RecommendationModel asConfigured(RecommendationModel saved) {
    FeatureSpec.Streaming theirs = saved.spec().streaming();
    FeatureSpec.Streaming ours = model.spec().streaming();
    boolean same =
        theirs != null
            && ours != null
            && theirs.settings().equals(ours.settings())
            && names(theirs.ofUser()).equals(names(ours.ofUser()))
            && names(theirs.ofCandidate()).equals(names(ours.ofCandidate()));
    return same
        ? Models.of(saved.choice(), saved.spec().withStreaming(ours), saved.shape())
        : saved;
  }

  private static List<String> names(List<Standardised> features) {
    return features.stream().map(Standardised::name).toList();
  }
}
