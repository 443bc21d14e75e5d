package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.offline.SamplePredictions;
import io.laserstreams.learning.offline.TrainingListener;
import io.laserstreams.learning.offline.TrainingResult;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.learning.tuning.Point;
import io.laserstreams.learning.tuning.PointGrid;
import io.laserstreams.tools.output.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

/** Trains a model on what a policy has had written, and measures it. */
final class PolicyQuality {
  private static final int RANKED = 10;

  private final Dataset data;
  private final String encoder;
  private final AucOptions options;

  /**
   * @param encoder of the vectors
   */
  PolicyQuality(Dataset data, String encoder, AucOptions options) {
    this.data = requireNonNull(data, "data is null");
    this.encoder = requireNonNull(encoder, "encoder is null");
    this.options = requireNonNull(options, "options is null");
    Torch.threads(options.threads());
  }

  /** Without knowledge, by seed. */
  List<PolicyAuc> without() {
    return train("none", Knowledge.NONE);
  }

  /**
   * With knowledge about users, by seed.
   *
   * @param policy its name
   * @param users their vectors by the time after which each is known
   */
  List<PolicyAuc> with(String policy, Map<String, NavigableMap<Long, float[]>> users) {
    return users.isEmpty() ? without() : train(policy, new Knowledge(Map.of(), users, true));
  }

  private List<PolicyAuc> train(String policy, Knowledge knowledge) {
    ModelChoice choice =
        ModelChoice.parse(options.model())
            .withKnowledge(
                knowledge.ofUsers() ? ModelChoice.Knowledge.USER : ModelChoice.Knowledge.NONE);
    FeatureSpec.Encoder read =
        knowledge.ofUsers() ? new FeatureSpec.Encoder(encoder, knowledge.dimensions()) : null;
    RecommendationModel model = Models.of(choice, FeatureSpecs.of(data, null, read));
    DatasetSamples samples = new PreparedDataset(data, knowledge).samples(model.spec());
    List<PolicyAuc> measured = new ArrayList<>();
    for (int seed = 1; seed <= options.seeds(); seed++) {
      measured.add(train(policy, model, samples, seed));
    }
    return measured;
  }

  private PolicyAuc train(
      String policy, RecommendationModel model, DatasetSamples samples, int seed) {
    int all = samples.protocol().samples(Part.TRAINING);
    Point point = PointGrid.of(options.fraction() * all, null, null).start();
    OfflinePlan plan =
        point
            .in(OfflinePlan.DEFAULT.withFraction(options.fraction()).withSeed(seed))
            .fitted(all, false);
    String name = policy + ", seed " + seed;
    try (Progress progress = Progress.of("train with " + name, "samples", 1)) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void learnt(long done, long of, double loss) {
              progress.at(done, of);
            }
          };
      TrainingResult trained =
          new OfflineTrainer(samples, model, plan, listener).train("simulated-" + name);
      Quality test =
          new Quality(SamplePredictions.of(trained.bundle(), samples, Part.TEST), RANKED);
      return new PolicyAuc(
          seed,
          trained.best().validationAuc(),
          Objects.requireNonNull(test.measure().get(Measure.AUC), "there is no AUC"));
    }
  }
}
