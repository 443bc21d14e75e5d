package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Slate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns in libtorch from slates, each with the streaming features that it was served with. */
final class TorchLearner implements Learner {
  static final String FILE = "learner.zip";
  private static final Logger log = LoggerFactory.getLogger(TorchLearner.class);

  private final ModelTrainer trainer;
  private final SlateFeatures features;
  private FeatureLearning learning;

  /**
   * @param learning null where the model reads no streaming features
   */
  TorchLearner(ModelTrainer trainer, SlateFeatures features, FeatureLearning learning) {
    this.trainer = requireNonNull(trainer, "trainer is null");
    this.features = requireNonNull(features, "features is null");
    this.learning = learning;
  }

  @Override
  public void meet(List<LabelledSlate> slates) {
    if (learning != null) {
      learning.meet(slates);
      learning
          .standardisation()
          .ifPresent(
              streaming -> {
                trainer.standardise(streaming);
                log.info("Streaming features are standardised by the samples that came of late");
              });
    }
  }

  @Override
  public double train(List<LabelledSlate> batch) {
    return trainer.trainStep(batch.stream().map(this::slate).toList());
  }

  @Override
  public void settle(long round) {
    if (learning != null) {
      learning
          .basis(round)
          .ifPresent(
              basis -> {
                trainer.fittedFactors(basis);
                log.info(
                    "Round {}: a basis {} of {} items, fitted to {} interactions",
                    round,
                    Long.toHexString(basis.version()),
                    basis.items().size(),
                    learning.interactions());
              });
    }
  }

  @Override
  public byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil) {
    return trainer.toBundle(version, metrics, trainedUntil).toBytes();
  }

  @Override
  public void inherit(Learner other) {
    learning = ((TorchLearner) other).learning;
  }

  @Override
  public void save(Path folder) throws IOException {
    trainer.save(folder.resolve(FILE));
    if (learning != null) {
      learning.save(folder, trainer.fittedFactors());
    }
  }

  @Override
  public void close() {
    trainer.close();
  }

  private Slate slate(LabelledSlate served) {
    SlateFeatures.Described described = features.describe(served);
    int size = served.candidates().size();
    float[] labels = new float[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      labels[i] = served.candidates().get(i).label();
      weights[i] = served.candidates().get(i).weight();
    }
    return new Slate(
        described.user(),
        described.history(),
        described.candidates(),
        labels,
        weights,
        LoggedFeatures.read(served.features(), trainer.model().spec().streaming(), size));
  }
}
