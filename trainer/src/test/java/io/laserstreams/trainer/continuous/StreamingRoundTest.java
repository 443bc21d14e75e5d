package io.laserstreams.trainer.continuous;

import static io.laserstreams.trainer.continuous.RoundBench.SLATES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.Moments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of a model with streaming features: a release determines what scoring computes, and what
 * scoring computes comes back in the samples. Here item.mean predicts what the user does better
 * than anything else; the other features are noise.
 */
@Tag("torch")
class StreamingRoundTest {
  @TempDir private Path folder;

  private final FeatureSpec.Streaming unused =
      Moments.unheard(
          FeatureChoice.of("item,taste,user", StreamingSettings.DEFAULT.withLikes(3, 4)));
  private final RoundBench bench = new RoundBench(unused, 2);
  private final TinyWorld world = bench.world();
  private final TorchLearners learners = bench.learners();
  private final Random random = new Random(3);
  private Learner learner = learners.fresh();

  @AfterEach
  void close() {
    learner.close();
  }

  @Test
  void shouldReleaseAModelThatDoesNotUseItsFeaturesYetAndThenOneThatDoes() {
    while (bench.lastRelease() == null) {
      bench.round(learner, world.slates(2 * SLATES));
    }
    ModelBundle first = bench.serving();
    double without = bench.auc();
    assertEquals(unused, first.spec().streaming());
    assertNotEquals(FittedFactors.NONE, first.fittedFactors());
    for (int round = 0; round < 5; round++) {
      bench.round(learner, served(world.slates(SLATES)));
    }
    double with = bench.auc();
    assertTrue(with > 0.95 && without < 0.85, "AUC went from " + without + " to " + with);
    Standardised mean = standardised(bench.serving(), "item.mean");
    assertEquals(100, mean.mean(), 1);
    assertEquals(1, mean.deviation(), .5);
    assertNotEquals(first.fittedFactors().version(), bench.serving().fittedFactors().version());
  }

  @Test
  void shouldContinueFromACheckpointAsIfItHadNotBeenKilled() throws Exception {
    List<LabelledSlate> content = new ArrayList<>(world.slates(2 * SLATES));
    content.addAll(served(world.slates(4 * SLATES)));
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    bench.round(learner, content.subList(0, 2 * SLATES));
    bench.round(learner, content.subList(2 * SLATES, 4 * SLATES));
    checkpoints.write(bench.state(), learner::save);
    bench.round(learner, content.subList(4 * SLATES, 5 * SLATES));
    bench.round(learner, content.subList(5 * SLATES, 6 * SLATES));
    byte[] uninterrupted = learner.bundle("same", Map.of(), 0);
    assertNotEquals(FittedFactors.NONE, ModelBundle.read(uninterrupted).fittedFactors());
    learner.close();

    learner = bench.resume(checkpoints, content);
    bench.round(learner, content.subList(4 * SLATES, 5 * SLATES));
    bench.round(learner, content.subList(5 * SLATES, 6 * SLATES));
    assertArrayEquals(uninterrupted, learner.bundle("same", Map.of(), 0));
  }

  @Test
  void shouldKeepItsInteractionsIfParametersReturnToARelease() throws Exception {
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    bench.round(learner, world.slates(SLATES));
    checkpoints.write(bench.state(), learner::save);
    bench.round(learner, world.slates(2 * SLATES));
    try (Learner back =
            checkpoints.restore((checkpoint, saved) -> learners.saved(checkpoint)).orElseThrow();
        Learner knowing =
            checkpoints.restore((checkpoint, saved) -> learners.saved(checkpoint)).orElseThrow()) {
      back.refitIfDue(100);
      knowing.inheritObservations(learner);
      knowing.refitIfDue(100);
      assertNotEquals(factors(back), factors(knowing));
      learner.refitIfDue(200);
      assertEquals(factors(learner), factors(knowing));
    }
  }

  private static long factors(Learner learner) {
    return ModelBundle.read(learner.bundle("any", Map.of(), 0)).fittedFactors().version();
  }

  private static Standardised standardised(ModelBundle bundle, String name) {
    return bundle.spec().streaming().ofCandidate().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The slates as scoring logs them once a release serves. */
  private List<LabelledSlate> served(List<LabelledSlate> slates) {
    List<String> ofUser = unused.ofUser().stream().map(Standardised::name).toList();
    List<String> ofCandidate = unused.ofCandidate().stream().map(Standardised::name).toList();
    var names = new LoggedFeatures.Names(ofUser, ofCandidate);
    return slates.stream()
        .map(
            slate -> {
              float[][] each = new float[slate.candidates().size()][];
              for (int c = 0; c < each.length; c++) {
                each[c] = noise(ofCandidate.size());
                each[c][ofCandidate.indexOf("item.mean")] =
                    (float)
                        (99.7
                            + 2 * slate.candidates().get(c).label()
                            + random.nextGaussian() * 0.5);
              }
              var values = new StreamingValues(noise(ofUser.size()), each);
              return new LabelledSlate(
                  slate.impressionId(),
                  slate.userId(),
                  slate.user(),
                  slate.candidates(),
                  new LoggedFeatures(names, values, true));
            })
        .toList();
  }

  private float[] noise(int size) {
    float[] noise = new float[size];
    for (int f = 0; f < size; f++) {
      noise[f] = (float) random.nextGaussian();
    }
    return noise;
  }
}
