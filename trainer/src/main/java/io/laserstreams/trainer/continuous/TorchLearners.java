package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.trainer.torch.Hyperparameters;
import io.laserstreams.trainer.torch.ModelTrainer;
import io.laserstreams.trainer.torch.Slate;
import io.laserstreams.trainer.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Learners that learn in libtorch. */
final class TorchLearners implements Learner.Factory {
  private static final String FILE = "learner.zip";

  private final RecommendationModel model;
  private final Hyperparameters hyper;
  private final long seed;
  private final SlateFeatures features;

  TorchLearners(TrainerSettings settings, ModelShape shape, SlateFeatures features) {
    this.model = Models.of(settings.model(), settings.spec(), shape);
    this.hyper = new Hyperparameters(settings.learningRate(), Hyperparameters.DEFAULT.weightDecay(),
        Hyperparameters.DEFAULT.gradientNorm());
    this.seed = settings.round().seed();
    this.features = requireNonNull(features, "features is null");
    Torch.threads(settings.threads());
  }

  @Override
  public Learner fresh() {
    return new TorchLearner(ModelTrainer.untrained(model, hyper, seed), features);
  }

  @Override
  public Learner saved(Path folder) throws IOException {
    ModelTrainer trainer = ModelTrainer.restore(folder.resolve(FILE), hyper);
    if (!trainer.model().equals(model)) {
      trainer.close();
      throw new IOException("it was made for model %s that reads %s, configured is %s that reads %s"
          .formatted(trainer.model().choice(), trainer.model().spec(), model.choice(), model.spec()));
    }
    return new TorchLearner(trainer, features);
  }

  private record TorchLearner(ModelTrainer trainer, SlateFeatures features) implements Learner {
    @Override
    public double train(List<ServedSlate> batch) {
      return trainer.trainStep(batch.stream().map(this::slate).toList());
    }

    @Override
    public byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil) {
      return trainer.toBundle(version, metrics, trainedUntil).toBytes();
    }

    @Override
    public void save(Path folder) throws IOException {
      trainer.save(folder.resolve(FILE));
    }

    @Override
    public void close() {
      trainer.close();
    }

    private Slate slate(ServedSlate served) {
      SlateFeatures.Described described = features.describe(served);
      int size = served.candidates().size();
      float[] labels = new float[size];
      float[] weights = new float[size];
      for (int i = 0; i < size; i++) {
        labels[i] = served.candidates().get(i).label();
        weights[i] = served.candidates().get(i).weight();
      }
      return new Slate(described.user(), described.history(), described.candidates(), labels, weights);
    }
  }
}
