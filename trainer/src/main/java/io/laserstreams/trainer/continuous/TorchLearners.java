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
import org.jspecify.annotations.Nullable;

/** Learners that learn in libtorch. */
final class TorchLearners implements Learner.Factory {
  private final RecommendationModel model;
  private final Hyperparameters hyper;
  private final long seed;
  private final FeatureRules featureRules;
  private final ItemFeatureLookup features;

  TorchLearners(TrainerSettings settings, ModelShape shape, ItemFeatureLookup features) {
    this.model = Models.of(settings.model().choice(), settings.model().spec(), shape);
    this.hyper =
        Hyperparameters.DEFAULT
            .withLearningRate(settings.learning().rate())
            .withAveragedSteps(settings.learning().averagedSteps());
    this.seed = settings.round().seed();
    this.featureRules = settings.streaming();
    this.features = requireNonNull(features, "features is null");
    Torch.threads(settings.learning().threads());
  }

  @Override
  public Learner fresh() {
    return new TorchLearner(
        ModelTrainer.untrained(model, hyper, seed), features, featureLearning());
  }

  @Override
  public Learner saved(Path folder) throws IOException {
    ModelTrainer trainer = ModelTrainer.restore(folder.resolve(TorchLearner.FILE), hyper);
    try {
      if (!asConfigured(trainer.model()).equals(model)) {
        throw new IOException(
            "it was made for model %s, which reads %s; configured is %s, which reads %s"
                .formatted(
                    trainer.model().choice(),
                    trainer.model().spec(),
                    model.choice(),
                    model.spec()));
      }
      FeatureLearning learning = featureLearning();
      if (learning != null) {
        trainer.fittedFactors(learning.load(folder));
      }
      return new TorchLearner(trainer, features, learning);
    } catch (IOException | RuntimeException e) {
      trainer.close();
      throw e;
    }
  }

  private @Nullable FeatureLearning featureLearning() {
    FeatureSpec.Streaming streaming = model.spec().streaming();
    return streaming == null
        ? null
        : new FeatureLearning(streaming, featureRules, features.catalogue(), seed);
  }

  /**
   * The saved model with streaming features as configured, before any standardisation: how they are
   * standardised is learnt and not part of the comparison.
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
