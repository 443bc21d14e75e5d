package io.laserstreams.trainer.continuous;

import static io.laserstreams.trainer.continuous.RoundBench.SLATES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real learners on a tiny world. */
@Tag("torch")
class TrainingRoundTest {
  @TempDir private Path folder;

  private final RoundBench bench = new RoundBench(null, 4);
  private final TinyWorld world = bench.world();

  @Test
  void shouldLearnWhatUsersLikeAndReleaseIt() {
    try (Learner learner = bench.learners().fresh()) {
      bench.round(learner, world.slates(SLATES));
      LastRelease first = bench.lastRelease();
      for (int round = 0; round < 4; round++) {
        bench.round(learner, world.slates(SLATES));
      }
      assertTrue(bench.auc() > 0.7, "AUC of the last release: " + bench.auc());
      assertNotEquals(first, bench.lastRelease());
      ModelBundle serving = bench.serving();
      assertEquals(bench.lastRelease(), new LastRelease(serving.version(), serving.metrics()));
      assertEquals(world.spec(), serving.spec());
    }
  }

  @Test
  void shouldNotReleaseAFirstModelThatLearnedFromShuffledLabels() {
    try (Learner learner = bench.learners().fresh()) {
      for (int round = 0; round < 3; round++) {
        bench.round(learner, TinyWorld.withLabelsShuffled(world.slates(SLATES), round));
      }
      assertNull(bench.lastRelease());
      assertEquals(3, bench.state().refusalsInARow());
      assertEquals(3, bench.registry().get("laser.trainer.refusals").counter().count());
      assertEquals(List.of(), bench.topic().deliver());
    }
  }

  @Test
  void shouldRefuseAModelThatLearnedFromShuffledLabelsAndKeepTheServingOne() {
    try (Learner honest = bench.learners().fresh()) {
      bench.round(honest, world.slates(2 * SLATES));
      bench.round(honest, world.slates(2 * SLATES));
    }
    LastRelease serving = bench.lastRelease();
    assertNotNull(serving);
    bench.restart();
    try (Learner deceived = bench.learners().fresh()) {
      // The newest fifth, which is held back, is honest; what the candidate learns from is not.
      bench.add(TinyWorld.withLabelsShuffled(world.slates(2 * SLATES), 1));
      bench.add(world.slates(SLATES / 2));
      bench.run(deceived);
    }
    assertNull(bench.lastRelease());
    assertEquals(1, bench.state().refusalsInARow());
    assertEquals(serving.version(), bench.serving().version());
  }

  @Test
  void shouldContinueFromACheckpointAsIfItHadNotBeenKilled() throws Exception {
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    List<LabelledSlate> topicContent = world.slates(4 * SLATES);
    Learner learner = bench.learners().fresh();
    bench.round(learner, topicContent.subList(0, SLATES));
    bench.round(learner, topicContent.subList(SLATES, 2 * SLATES));
    checkpoints.write(bench.state(), learner::save);
    bench.round(learner, topicContent.subList(2 * SLATES, 3 * SLATES));
    bench.round(learner, topicContent.subList(3 * SLATES, 4 * SLATES));
    byte[] uninterrupted = learner.bundle("same", Map.of(), 0);
    TrainerState uninterruptedState = bench.state();
    learner.close();

    Learner resumed = bench.resume(checkpoints, topicContent);
    bench.round(resumed, topicContent.subList(2 * SLATES, 3 * SLATES));
    bench.round(resumed, topicContent.subList(3 * SLATES, 4 * SLATES));
    assertArrayEquals(uninterrupted, resumed.bundle("same", Map.of(), 0));
    assertEquals(uninterruptedState.samples(), bench.state().samples());
    assertEquals(uninterruptedState.trained(), bench.state().trained());
    resumed.close();
  }

  @Test
  void shouldStopBetweenSteps() {
    try (Learner learner = bench.learners().fresh()) {
      bench.add(world.slates(SLATES));
      assertEquals(Optional.empty(), bench.run(learner, () -> false));
    }
  }

  @Test
  void shouldReleaseBesideAModelThatAnOperatorHolds() {
    try (Learner learner = bench.learners().fresh()) {
      bench.round(learner, world.slates(2 * SLATES));
      bench.round(learner, world.slates(2 * SLATES));
      String held = bench.lastRelease().version();
      byte[] bytes = bench.serving().toBytes();
      bench
          .topic()
          .write(
              List.of(
                  ReleaseChoice.NEWEST.promote(held, List.of(held), "ann", Instant.EPOCH).entry()));
      bench
          .topic()
          .write(BundleChunks.split(held, bytes, 1 << 20, new ReleaseFacts(Map.of(), 0, 0)));
      while (bench.lastRelease().version().equals(held)) {
        bench.round(learner, world.slates(2 * SLATES));
      }
      assertEquals(held, bench.serving().version());
    }
  }

  @Test
  void shouldNotReplaceAPublishedModelThatItCannotCompareWith() {
    bench
        .topic()
        .write(
            BundleChunks.split(
                "00-published",
                new byte[] {1, 2, 3},
                100,
                new ReleaseFacts(Map.of(), 0, 0).by("ann").from("film", "abc")));
    try (Learner learner = bench.learners().fresh()) {
      bench.round(learner, world.slates(2 * SLATES));
      bench.round(learner, world.slates(2 * SLATES));
      assertNull(bench.lastRelease());
      assertEquals(0, bench.state().refusalsInARow());
    }
  }

  @Test
  void shouldStartFromABundleAndContinueIt() throws Exception {
    byte[] bundle;
    try (Learner learner = bench.learners().fresh()) {
      bench.round(learner, world.slates(4 * SLATES));
      bundle = learner.bundle("same", Map.of(), 0);
    }
    Path file = Files.write(folder.resolve("m.laser"), bundle);
    try (Learner continued = bench.learnersFrom(file).fresh()) {
      byte[] before = continued.bundle("same", Map.of(), 0);
      assertArrayEquals(bundle, before);
      continued.train(world.slates(16));
      assertFalse(Arrays.equals(before, continued.bundle("same", Map.of(), 0)));
    }
  }
}
