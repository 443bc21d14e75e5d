package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Slate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns in libtorch, from slates with the streaming features that they were served with. */
final class TorchLearner implements Learner {
  static final String FILE = "learner.zip";
  private static final Logger log = LoggerFactory.getLogger(TorchLearner.class);

  private final ModelTrainer trainer;
  private final ItemFeatureLookup features;
  private @Nullable FeatureLearning featureLearning;

  /**
   * @param featureLearning null if the model reads no streaming features
   */
  TorchLearner(
      ModelTrainer trainer, ItemFeatureLookup features, @Nullable FeatureLearning featureLearning) {
    this.trainer = requireNonNull(trainer, "trainer is null");
    this.features = requireNonNull(features, "features is null");
    this.featureLearning = featureLearning;
  }

  @Override
  public void observe(List<LabelledSlate> slates) {
    if (featureLearning != null) {
      featureLearning.observe(slates);
      featureLearning
          .standardiseIfDue()
          .ifPresent(
              streaming -> {
                trainer.standardise(streaming);
                log.info("Streaming features are now standardised by the latest samples");
              });
    }
  }

  @Override
  public double train(List<LabelledSlate> batch) {
    return trainer.trainStep(batch.stream().map(this::slate).toList());
  }

  @Override
  public void refitIfDue(long round) {
    FeatureLearning learning = featureLearning;
    if (learning != null) {
      learning
          .refitIfDue(round)
          .ifPresent(
              factors -> {
                trainer.fittedFactors(factors);
                log.info(
                    "Round {}: factors {} of {} items, fitted to {} interactions",
                    round,
                    Long.toHexString(factors.version()),
                    factors.items().size(),
                    learning.interactions());
              });
    }
  }

  @Override
  public byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil) {
    return trainer.toBundle(version, metrics, trainedUntil).toBytes();
  }

  @Override
  public void inheritObservations(Learner other) {
    featureLearning = ((TorchLearner) other).featureLearning;
  }

  @Override
  public void save(Path folder) throws IOException {
    trainer.save(folder.resolve(FILE));
    if (featureLearning != null) {
      featureLearning.save(folder, trainer.fittedFactors());
    }
  }

  @Override
  public void close() {
    trainer.close();
  }

  private Slate slate(LabelledSlate labelled) {
    ItemFeatureLookup.Described described = features.describe(labelled);
    int size = labelled.candidates().size();
    float[] labels = new float[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      labels[i] = labelled.candidates().get(i).label();
      weights[i] = labelled.candidates().get(i).weight();
    }
    return new Slate(
        described.user(),
        described.history(),
        described.candidates(),
        labels,
        weights,
        LoggedFeatures.read(labelled.features(), trainer.model().spec().streaming(), size));
  }
}
