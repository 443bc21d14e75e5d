package io.laserstreams.trainer.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainerTest {
  private static final Hyperparameters HYPER = new Hyperparameters(0.02, 0.01, 1);

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.threads(1);
  }

  @Test
  void shouldPredictTheSameInLibtorchAndInOnnxRuntime() {
    try (var trainer = ModelTrainer.from(TestModels.bundle(3), HYPER)) {
      requireParity(trainer);
      for (int step = 0; step < 20; step++) {
        trainer.trainStep(slates(step, 16));
      }
      requireParity(trainer);
    }
  }

  /** Padding, batches and unknown values included: libtorch sees all slates at once, the scorer one at a time. */
  private static void requireParity(ModelTrainer trainer) {
    List<Slate> slates = slates(99, 100);
    float[][] expected = trainer.logits(slates);
    try (var scorer = Scorer.open(ModelBundle.read(trainer.toBundle("v1", Map.of(), 0).toBytes()), Device.CPU)) {
      for (int s = 0; s < slates.size(); s++) {
        Slate slate = slates.get(s);
        float[] actual =
            scorer.logits(
                slate.user(), List.of(scorer.itemRows(slate.historyItems())), List.of(scorer.itemRows(slate.candidates())));
        assertEquals(expected[s].length, actual.length);
        for (int c = 0; c < actual.length; c++) {
          assertEquals(expected[s][c], actual[c], 1e-5 * Math.max(1, Math.abs(expected[s][c])));
        }
      }
    }
  }

  @Test
  void shouldLearnAPattern() {
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, 1)) {
      double before = trainer.evaluate(slates(1000, 300)).auc();
      for (int step = 0; step < 200; step++) {
        trainer.trainStep(slates(step, 32));
      }
      double after = trainer.evaluate(slates(1000, 300)).auc();
      assertTrue(after > 0.95 && before < 0.8, "AUC went from " + before + " to " + after);
    }
  }

  @Test
  void shouldRepeatItselfBitForBitWithTheSameSeed() {
    byte[] first = trained(5);
    assertArrayEquals(first, trained(5));
    assertNotEquals(first.length + ":" + java.util.Arrays.hashCode(first), trained(6).length + ":" + java.util.Arrays.hashCode(trained(6)));
  }

  private static byte[] trained(long seed) {
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, seed)) {
      for (int step = 0; step < 5; step++) {
        trainer.trainStep(slates(step, 8));
      }
      return trainer.toBundle("v1", Map.of(), 0).toBytes();
    }
  }

  @Test
  void shouldGoOnFromACheckpointAsIfItHadNeverStopped() throws IOException {
    Path checkpoint = folder.resolve("some/where/checkpoint");
    try (var straight = ModelTrainer.untrained(TestModels.MODEL, HYPER, 1)) {
      for (int step = 0; step < 10; step++) {
        straight.trainStep(slates(step, 8));
      }
      straight.save(checkpoint);
      try (var resumed = ModelTrainer.restore(checkpoint, HYPER)) {
        assertEquals(10, resumed.steps());
        for (int step = 10; step < 20; step++) {
          assertEquals(straight.trainStep(slates(step, 8)), resumed.trainStep(slates(step, 8)));
        }
        assertArrayEquals(
            straight.toBundle("v", Map.of(), 0).toBytes(), resumed.toBundle("v", Map.of(), 0).toBytes());
      }
    }
  }

  @Test
  void shouldSayWhatIsWrongWithACheckpoint() throws IOException {
    Path file = Files.write(folder.resolve("broken"), new byte[] {1, 2, 3});
    var e = assertThrows(InvalidCheckpointException.class, () -> ModelTrainer.restore(file, HYPER));
    assertTrue(e.getMessage().startsWith("cannot go on from checkpoint " + file), e.getMessage());
  }

  @Test
  void shouldGiveNewValuesRowsUntilTheTablesAreFull() {
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, 1)) {
      for (int i = 0; i < 100; i++) {
        trainer.trainStep(List.of(slate(new Random(i), List.of(TestModels.item(i)))));
      }
      var vocabularies = trainer.toBundle("v", Map.of(), 0).vocabularies();
      assertEquals(TestModels.SPEC.capacity().items(), vocabularies.items().size());
      assertEquals(0, vocabularies.items().row("item99"));
      assertTrue(vocabularies.items().row("item0") > 0);
    }
  }

  @Test
  void shouldRefuseABadVectorAndLearnNothingFromIt() {
    try (var trainer = ModelTrainer.from(TestModels.bundle(3), HYPER)) {
      byte[] before = trainer.toBundle("v", Map.of(), 0).toBytes();
      var bad = new ItemFeatures("item1", List.of(), Map.of(), new float[] {1, Float.POSITIVE_INFINITY, 0, 0});
      var slate = new Slate(TestModels.user(1, 0), List.of(), List.of(bad), new float[] {1});
      assertThrows(InvalidVectorException.class, () -> trainer.trainStep(List.of(slate)));
      assertArrayEquals(before, trainer.toBundle("v", Map.of(), 0).toBytes());
    }
  }

  @Test
  void shouldRefuseSlatesThatDoNotFitTogether() {
    UserFeatures user = TestModels.user(1, 2);
    assertThrows(IllegalArgumentException.class, () -> new Slate(user, List.of(), List.of(TestModels.item(1)), new float[1]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Slate(user, TestModels.historyItems(user), List.of(TestModels.item(1)), new float[2]));
  }

  private static List<Slate> slates(long seed, int count) {
    var random = new Random(seed);
    var slates = new ArrayList<Slate>();
    for (int s = 0; s < count; s++) {
      var candidates = new ArrayList<ItemFeatures>();
      for (int c = 0; c <= random.nextInt(4); c++) {
        candidates.add(TestModels.item(random.nextInt(45)));
      }
      slates.add(slate(random, candidates));
    }
    return slates;
  }

  /** Users with an even number like even items. */
  private static Slate slate(Random random, List<ItemFeatures> candidates) {
    int u = random.nextInt(60);
    UserFeatures user = TestModels.user(u, random.nextInt(8));
    float[] labels = new float[candidates.size()];
    for (int c = 0; c < labels.length; c++) {
      int item = Integer.parseInt(candidates.get(c).itemId().substring(4));
      labels[c] = item % 2 == u % 2 ? 1 : 0;
    }
    return new Slate(user, TestModels.historyItems(user), candidates, labels);
  }
}
