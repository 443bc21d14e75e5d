package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingSettings;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.basis.Basis;
import io.laserstreams.trainer.continuous.SampleWindow.Stretch;
import io.laserstreams.trainer.release.ReleaseTopic;
import io.laserstreams.trainer.release.Releases;
import io.laserstreams.trainer.streaming.FeatureChoice;
import io.laserstreams.trainer.streaming.Moments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of a model with streaming features: what is released says what scoring computes, what is computed comes back in the samples.
 * Here item.mean tells what the user does, better than all else; the other features are noise.
 */
class StreamingRoundTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
  private static final ModelShape SMALL = new ModelShape(8, 4, 8, 8, 2, 8, 2, 8, 8, 1, List.of(32));
  private static final int SLATES = 200;

  @TempDir
  private Path folder;

  private final TinyWorld world = new TinyWorld(7);
  private final FeatureSpec.Streaming unheard =
      Moments.unheard(FeatureChoice.of("item,taste,user", StreamingSettings.DEFAULT.withLikes(3, 4)));
  private final FeatureSpec spec = world.spec().withStreaming(unheard);
  private final SlateFeatures features = new SlateFeatures(spec, world.features().catalogue());
  private final TrainerSettings settings = new TrainerSettings(
      ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.in(spec)), spec, 1e-2, 1, new RoundSettings(0.2, 16, 4, SLATES, 1),
      new Pace(Duration.ZERO, 1, 1_000, 1_000, 3, false), new ReleaseRule(0.002, 500, 20), new FeatureRules(1_000, 2, 2_000, 100), 0,
      1_000, Path.of("unused"), 1, 2, 100_000);
  private final TorchLearners learners = new TorchLearners(settings, SMALL, features);
  private final ReleaseTopic topic = new ReleaseTopic();
  private final Random random = new Random(3);
  private Releases releases = topic.open();
  private SampleWindow<ServedSlate> window = window(Map.of(0, Stretch.beginningAt(0)));
  private TrainerState state = TrainerState.initial();
  private Learner learner = learners.fresh();
  private long offset;

  @AfterEach
  void close() {
    learner.close();
  }

  @Test
  void shouldReleaseAModelThatDoesNotHearItsFeaturesYetAndThenOneThatUsesThem() {
    while (state.lastRelease() == null) {
      round(world.slates(2 * SLATES));
    }
    ModelBundle first = serving();
    double deaf = state.lastMetrics().get("auc");
    assertEquals(unheard, first.spec().streaming());
    assertNotEquals(Basis.NONE, first.basis());
    for (int round = 0; round < 5; round++) {
      round(served(world.slates(SLATES)));
    }
    double hearing = state.lastMetrics().get("auc");
    assertTrue(hearing > 0.95 && deaf < 0.85, "AUC went from " + deaf + " to " + hearing);
    Standardised told = heard(serving(), "item.mean");
    assertEquals(100, told.mean(), 1);
    assertEquals(1, told.deviation(), .5);
    assertNotEquals(first.basis().version(), serving().basis().version());
  }

  @Test
  void shouldGoOnFromACheckpointAsIfItHadNotBeenKilled() throws Exception {
    List<ServedSlate> content = new ArrayList<>(world.slates(2 * SLATES));
    content.addAll(served(world.slates(4 * SLATES)));
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    round(content.subList(0, 2 * SLATES));
    round(content.subList(2 * SLATES, 4 * SLATES));
    checkpoints.write(state, learner::save);
    round(content.subList(4 * SLATES, 5 * SLATES));
    round(content.subList(5 * SLATES, 6 * SLATES));
    byte[] straight = learner.bundle("same", Map.of(), 0);
    assertNotEquals(Basis.NONE, ModelBundle.read(straight).basis());
    learner.close();

    learner = checkpoints.restore((checkpoint, saved) -> {
      state = saved;
      return learners.saved(checkpoint);
    }).orElseThrow();
    window = window(state.stretches());
    Stretch stretch = state.stretches().get(0);
    for (offset = stretch.replayFrom(); offset < stretch.position(); offset++) {
      window.add(0, offset, content.get((int) offset));
    }
    releases = topic.open();
    round(content.subList(4 * SLATES, 5 * SLATES));
    round(content.subList(5 * SLATES, 6 * SLATES));
    assertArrayEquals(straight, learner.bundle("same", Map.of(), 0));
  }

  @Test
  void shouldKeepWhatItKnowsOfInteractionsWhereParametersGoBack() throws Exception {
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    round(world.slates(SLATES));
    checkpoints.write(state, learner::save);
    round(world.slates(2 * SLATES));
    try (Learner back = checkpoints.restore((checkpoint, saved) -> learners.saved(checkpoint)).orElseThrow();
        Learner knowing = checkpoints.restore((checkpoint, saved) -> learners.saved(checkpoint)).orElseThrow()) {
      back.settle(100);
      knowing.inherit(learner);
      knowing.settle(100);
      assertNotEquals(basis(back), basis(knowing));
      learner.settle(200);
      assertEquals(basis(learner), basis(knowing));
    }
  }

  private static long basis(Learner learner) {
    return ModelBundle.read(learner.bundle("any", Map.of(), 0)).basis().version();
  }

  private static Standardised heard(ModelBundle bundle, String name) {
    return bundle.spec().streaming().ofCandidate().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** As scoring logs them where a release serves. */
  private List<ServedSlate> served(List<ServedSlate> slates) {
    List<String> ofUser = unheard.ofUser().stream().map(Standardised::name).toList();
    List<String> ofCandidate = unheard.ofCandidate().stream().map(Standardised::name).toList();
    var names = new LoggedFeatures.Names(ofUser, ofCandidate);
    return slates.stream().map(slate -> {
      float[][] each = new float[slate.candidates().size()][];
      for (int c = 0; c < each.length; c++) {
        each[c] = noise(ofCandidate.size());
        each[c][ofCandidate.indexOf("item.mean")] =
            (float) (99.7 + 2 * slate.candidates().get(c).label() + random.nextGaussian() * 0.5);
      }
      var values = new StreamingValues(noise(ofUser.size()), each);
      return new ServedSlate(slate.impressionId(), slate.userId(), slate.user(), slate.candidates(),
          new LoggedFeatures(names, values, true));
    }).toList();
  }

  private float[] noise(int size) {
    float[] noise = new float[size];
    for (int f = 0; f < size; f++) {
      noise[f] = (float) random.nextGaussian();
    }
    return noise;
  }

  private void round(List<ServedSlate> slates) {
    slates.forEach(slate -> window.add(0, offset++, slate));
    topic.deliver();
    var metrics = new TrainerMetrics(new SimpleMeterRegistry());
    var round = new TrainingRound(settings.round(), settings.rule(), new ServedJudge(features, Device.CPU), releases, CLOCK, metrics);
    state = round.run(learner, window, state, () -> true).orElseThrow();
  }

  private ModelBundle serving() {
    topic.deliver();
    releases.refresh();
    return ModelBundle.read(releases.servingBundle().orElseThrow().bytes());
  }

  private SampleWindow<ServedSlate> window(Map<Integer, Stretch> stretches) {
    SampleWindow<ServedSlate> empty =
        new SampleWindow<>(settings.pace().buffer(), ServedSlate::eventTime, ServedSlate::impressionId);
    stretches.forEach(empty::open);
    return empty;
  }
}
