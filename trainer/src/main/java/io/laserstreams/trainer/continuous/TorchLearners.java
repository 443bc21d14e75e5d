package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learners that learn in libtorch. */
final class TorchLearners implements Learner.Factory {
  private final TrainerSettings.Model configured;
  private final ModelShape shape;
  private final Hyperparameters hyper;
  private final long seed;
  private final FeatureRules featureRules;
  private final ItemFeatureLookup features;

  TorchLearners(TrainerSettings settings, ModelShape shape, ItemFeatureLookup features) {
    this.configured = settings.model();
    this.shape = requireNonNull(shape, "shape is null");
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
    Optional<Path> initial = configured.initialBundle();
    return initial.isEmpty() ? untrained() : from(InitialBundle.read(initial.get(), configured));
  }

  @Override
  public Optional<Path> initialBundle() {
    return configured.initialBundle();
  }

  private Learner untrained() {
    RecommendationModel model = Models.of(configured.choice(), configured.spec(), shape);
    return new TorchLearner(
        ModelTrainer.untrained(model, hyper, seed), features, featureLearning());
  }

  private Learner from(ModelBundle bundle) {
    FeatureLearning learning = featureLearning();
    if (learning != null) {
      learning.keep(bundle.fittedFactors());
    }
    return new TorchLearner(ModelTrainer.from(bundle, hyper), features, learning);
  }

  @Override
  public Learner saved(Path folder) throws IOException {
    ModelTrainer trainer = ModelTrainer.restore(folder.resolve(TorchLearner.FILE), hyper);
    try {
      if (!ModelIdentity.same(trainer.model(), configured)) {
        throw new IOException(
            "it was made for model %s, which reads %s; configured is %s, which reads %s"
                .formatted(
                    trainer.model().choice(),
                    trainer.model().spec(),
                    configured.choice(),
                    configured.spec()));
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
    FeatureSpec.Streaming streaming = configured.spec().streaming();
    return streaming == null
        ? null
        : new FeatureLearning(streaming, featureRules, features.catalogue(), seed);
  }
}
