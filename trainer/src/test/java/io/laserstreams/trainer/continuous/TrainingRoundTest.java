package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.trainer.continuous.SampleWindow.Stretch;
import io.laserstreams.trainer.release.ReleaseTopic;
import io.laserstreams.trainer.release.Releases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real learners on a tiny world. */
class TrainingRoundTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
  private static final ModelShape SMALL = new ModelShape(8, 4, 8, 8, 2, 8, 2, 8, 8, 1, List.of(32));
  private static final int SLATES = 200;

  @TempDir
  private Path folder;

  private final TinyWorld world = new TinyWorld(7);
  private final TrainerSettings settings = new TrainerSettings(ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.in(world.spec())), world.spec(), 1e-2, 1, new RoundSettings(0.2, 16, 4, SLATES, 1),
      new Pace(Duration.ZERO, 1, 1_000, 1_000, 3, false), new ReleaseRule(0.002, 500, 20),
      new FeatureRules(1, 1, 1, 1), 0, 1_000, Path.of("unused"), 1, 2, 100_000);
  private final TorchLearners learners = new TorchLearners(settings, SMALL, world.features());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TrainerMetrics metrics = new TrainerMetrics(registry);
  private final ReleaseTopic topic = new ReleaseTopic();
  private Releases releases = topic.open();
  private SampleWindow<ServedSlate> window = emptyWindow(Map.of(0, Stretch.beginningAt(0)));
  private TrainerState state = TrainerState.initial();
  private long offset;

  @Test
  void shouldLearnWhatUsersLikeAndReleaseIt() {
    try (Learner learner = learners.fresh()) {
      round(learner, world.slates(SLATES));
      String first = state.lastRelease();
      for (int round = 0; round < 4; round++) {
        round(learner, world.slates(SLATES));
      }
      assertTrue(state.lastMetrics().get("auc") > 0.7, "AUC of the last release: " + state.lastMetrics());
      assertNotEquals(first, state.lastRelease());
      ModelBundle serving = ModelBundle.read(serving());
      assertEquals(state.lastRelease(), serving.version());
      assertEquals(state.lastMetrics(), serving.metrics());
      assertEquals(world.spec(), serving.spec());
    }
  }

  @Test
  void shouldNotReleaseAFirstModelThatLearnedFromShuffledLabels() {
    try (Learner learner = learners.fresh()) {
      for (int round = 0; round < 3; round++) {
        round(learner, TinyWorld.withLabelsShuffled(world.slates(SLATES), round));
      }
      assertNull(state.lastRelease());
      assertEquals(3, state.refusalsInARow());
      assertEquals(3, registry.get("laser.trainer.refusals").counter().count());
      assertEquals(List.of(), topic.deliver());
    }
  }

  @Test
  void shouldRefuseWhatLearnedFromShuffledLabelsAndKeepTheServingModel() {
    try (Learner honest = learners.fresh()) {
      round(honest, world.slates(2 * SLATES));
      round(honest, world.slates(2 * SLATES));
    }
    String serving = state.lastRelease();
    assertNotNull(serving);
    state = TrainerState.initial();
    window = emptyWindow(Map.of(0, Stretch.beginningAt(offset)));
    try (Learner deceived = learners.fresh()) {
      // The newest fifth, which judges, is honest; what the candidate learns from is not.
      add(TinyWorld.withLabelsShuffled(world.slates(2 * SLATES), 1));
      add(world.slates(SLATES / 2));
      run(deceived);
    }
    assertNull(state.lastRelease());
    assertEquals(1, state.refusalsInARow());
    assertEquals(serving, ModelBundle.read(serving()).version());
  }

  @Test
  void shouldGoOnFromACheckpointAsIfItHadNotBeenKilled() throws Exception {
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    List<ServedSlate> topicContent = world.slates(4 * SLATES);
    Learner learner = learners.fresh();
    round(learner, topicContent.subList(0, SLATES));
    round(learner, topicContent.subList(SLATES, 2 * SLATES));
    checkpoints.write(state, learner::save);
    round(learner, topicContent.subList(2 * SLATES, 3 * SLATES));
    round(learner, topicContent.subList(3 * SLATES, 4 * SLATES));
    byte[] straight = learner.bundle("same", Map.of(), 0);
    TrainerState straightState = state;
    learner.close();

    // Killed after the second round's checkpoint; reads again what the checkpoint's offsets name.
    Learner resumed = checkpoints.restore((checkpoint, saved) -> {
      state = saved;
      return learners.saved(checkpoint);
    }).orElseThrow();
    window = emptyWindow(state.stretches());
    Stretch stretch = state.stretches().get(0);
    for (offset = stretch.replayFrom(); offset < stretch.position(); offset++) {
      window.add(0, offset, topicContent.get((int) offset));
    }
    releases = topic.open();
    round(resumed, topicContent.subList(2 * SLATES, 3 * SLATES));
    round(resumed, topicContent.subList(3 * SLATES, 4 * SLATES));
    assertArrayEquals(straight, resumed.bundle("same", Map.of(), 0));
    assertEquals(straightState.stretches(), state.stretches());
    assertEquals(straightState.trainedOn(), state.trainedOn());
    resumed.close();
  }

  @Test
  void shouldBreakOffBetweenSteps() {
    try (Learner learner = learners.fresh()) {
      add(world.slates(SLATES));
      assertEquals(Optional.empty(), newRound().run(learner, window, state, () -> false));
    }
  }

  private void round(Learner learner, List<ServedSlate> slates) {
    add(slates);
    run(learner);
  }

  private void add(List<ServedSlate> slates) {
    slates.forEach(slate -> window.add(0, offset++, slate));
  }

  private void run(Learner learner) {
    topic.deliver();
    state = newRound().run(learner, window, state, () -> true).orElseThrow();
  }

  private byte[] serving() {
    topic.deliver();
    releases.refresh();
    return releases.servingBundle().orElseThrow().bytes();
  }

  private TrainingRound newRound() {
    return new TrainingRound(settings.round(), settings.rule(), new ServedJudge(world.features(), Device.CPU), releases, CLOCK,
        metrics);
  }

  private SampleWindow<ServedSlate> emptyWindow(Map<Integer, Stretch> stretches) {
    SampleWindow<ServedSlate> empty =
        new SampleWindow<>(settings.pace().buffer(), ServedSlate::eventTime, ServedSlate::impressionId);
    stretches.forEach(empty::open);
    return empty;
  }
}
