package io.laserstreams.learning.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("torch")
class ModelTrainerTest {
  private static final Hyperparameters HYPER = Hyperparameters.DEFAULT.withLearningRate(0.01);

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.threads(1);
  }

  @Test
  void shouldLearnAPattern() {
    try (var trainer = ModelTrainer.untrained(TestModels.model("target-attention"), HYPER, 1)) {
      double before = trainer.evaluate(TestSlates.slates(1000, 300)).auc();
      for (int step = 0; step < 200; step++) {
        trainer.trainStep(TestSlates.slates(step, 32));
      }
      double after = trainer.evaluate(TestSlates.slates(1000, 300)).auc();
      assertTrue(after > 0.95 && before < 0.8, "AUC went from " + before + " to " + after);
    }
  }

  @Test
  void shouldRepeatItselfBitForBitWithTheSameSeed() {
    byte[] first = trained(5);
    assertArrayEquals(first, trained(5));
    assertNotEquals(
        first.length + ":" + Arrays.hashCode(first),
        trained(6).length + ":" + Arrays.hashCode(trained(6)));
  }

  @Test
  void shouldPredictTheSameWithAnotherStandardisationOfStreamingFeatures() {
    try (var trainer =
        ModelTrainer.from(
            TestModels.bundle(TestModels.streamingModel("target-attention"), 3), HYPER)) {
      List<Slate> slates = TestSlates.streaming(5, 40);
      float[][] before = trainer.logits(slates);
      var old = TestModels.STREAMING;
      var other =
          new FeatureSpec.Streaming(moved(old.ofUser()), moved(old.ofCandidate()), old.settings());
      trainer.standardise(other);
      assertEquals(other, trainer.model().spec().streaming());
      float[][] after = trainer.logits(slates);
      for (int s = 0; s < before.length; s++) {
        assertArrayEquals(before[s], after[s], 1e-4f);
      }
      assertEquals(other, trainer.toBundle("v1", Map.of(), 0).spec().streaming());
    }
  }

  @Test
  void shouldReleaseTheMeanOfTheNewestSteps() {
    int steps = 100;
    float[] expected = null;
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, 1);
        var averaging = ModelTrainer.untrained(TestModels.MODEL, HYPER.withAveragedSteps(5), 1)) {
      for (int step = 1; step <= steps; step++) {
        trainer.trainStep(TestSlates.slates(step, 8));
        averaging.trainStep(TestSlates.slates(step, 8));
        float[] now = numbers(trainer);
        expected =
            expected == null
                ? now
                : between(expected, now, 1.0 / Math.max(1, Math.min(5, step / 10)));
      }
      assertArrayEquals(expected, numbers(averaging), 1e-5f);
      float[] last = numbers(trainer);
      float[] mean = numbers(averaging);
      double moved =
          IntStream.range(0, last.length)
              .mapToDouble(i -> Math.abs(last[i] - mean[i]))
              .max()
              .orElseThrow();
      assertTrue(moved > 1e-3, "the mean differs from the last step only by " + moved);
    }
  }

  @Test
  void shouldContinueToAverageFromACheckpoint() throws IOException {
    var averaged = HYPER.withAveragedSteps(5);
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, averaged, 1)) {
      train(trainer, 0, 60);
      trainer.save(folder.resolve("averaged"));
      train(trainer, 60, 70);
      try (var restored = ModelTrainer.restore(folder.resolve("averaged"), averaged)) {
        train(restored, 60, 70);
        assertArrayEquals(numbers(trainer), numbers(restored));
      }
    }
  }

  @Test
  void shouldBeginToAverageFromACheckpointWithoutAMean() throws IOException {
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, 1)) {
      train(trainer, 0, 60);
      trainer.save(folder.resolve("not-averaged"));
      try (var restored =
          ModelTrainer.restore(folder.resolve("not-averaged"), HYPER.withAveragedSteps(5))) {
        assertArrayEquals(numbers(trainer), numbers(restored));
        train(restored, 60, 61);
        assertFalse(Arrays.equals(numbers(trainer), numbers(restored)));
      }
    }
  }

  @Test
  void shouldReleaseTheSamePredictionsWithAnotherStandardisationOfStreamingFeatures() {
    var bundle = TestModels.bundle(TestModels.streamingModel("target-attention"), 3);
    try (var trainer = ModelTrainer.from(bundle, HYPER.withAveragedSteps(5))) {
      List<Slate> slates = TestSlates.streaming(5, 40);
      for (int step = 0; step < 60; step++) {
        trainer.trainStep(TestSlates.streaming(step, 8));
      }
      float[][] before = released(trainer, slates);
      var old = TestModels.STREAMING;
      trainer.standardise(
          new FeatureSpec.Streaming(moved(old.ofUser()), moved(old.ofCandidate()), old.settings()));
      float[][] after = released(trainer, slates);
      for (int s = 0; s < before.length; s++) {
        assertArrayEquals(before[s], after[s], 1e-4f);
      }
    }
  }

  private static float[][] released(ModelTrainer trainer, List<Slate> slates) {
    try (var released = ModelTrainer.from(trainer.toBundle("v1", Map.of(), 0), HYPER)) {
      return released.logits(slates);
    }
  }

  private static void train(ModelTrainer trainer, int from, int to) {
    for (int step = from; step < to; step++) {
      trainer.trainStep(TestSlates.slates(step, 8));
    }
  }

  private static float[] between(float[] from, float[] to, double weight) {
    float[] between = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      between[i] = (float) (from[i] + weight * (to[i] - from[i]));
    }
    return between;
  }

  /** All numbers of the bundle that would be released now, one after the other. */
  private static float[] numbers(ModelTrainer trainer) {
    var all = FloatBuffer.allocate(1_000_000);
    trainer
        .toBundle("v1", Map.of(), 0)
        .weights()
        .asMap()
        .values()
        .forEach(weight -> all.put(weight.values()));
    return Arrays.copyOf(all.array(), all.position());
  }

  private static List<FeatureSpec.Standardised> moved(List<FeatureSpec.Standardised> features) {
    return features.stream()
        .map(
            one ->
                new FeatureSpec.Standardised(one.name(), one.mean() + 0.7f, 1.5f * one.deviation()))
        .toList();
  }

  private static byte[] trained(long seed) {
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, seed)) {
      for (int step = 0; step < 5; step++) {
        trainer.trainStep(TestSlates.slates(step, 8));
      }
      return trainer.toBundle("v1", Map.of(), 0).toBytes();
    }
  }

  @Test
  void shouldSayWhatIsWrongWithACheckpoint() throws IOException {
    Path file = Files.write(folder.resolve("broken"), new byte[] {1, 2, 3});
    var e = assertThrows(InvalidCheckpointException.class, () -> ModelTrainer.restore(file, HYPER));
    assertTrue(
        e.getMessage().startsWith("cannot continue from checkpoint " + file), e.getMessage());
  }

  @Test
  void shouldGiveNewValuesRowsUntilTheTablesAreFull() {
    try (var trainer = ModelTrainer.untrained(TestModels.MODEL, HYPER, 1)) {
      for (int i = 0; i < 100; i++) {
        trainer.trainStep(List.of(TestSlates.slate(new Random(i), List.of(TestModels.item(i)))));
      }
      var vocabularies = trainer.toBundle("v", Map.of(), 0).vocabularies();
      assertEquals(TestModels.SPEC.capacity().items(), vocabularies.items().size());
      assertEquals(0, vocabularies.items().row("item99"));
      assertTrue(vocabularies.items().row("item0") > 0);
    }
  }

  @Test
  void shouldRefuseAnInvalidVectorAndLearnNothingFromIt() {
    try (var trainer = ModelTrainer.from(TestModels.bundle(3), HYPER)) {
      byte[] before = trainer.toBundle("v", Map.of(), 0).toBytes();
      var bad =
          new ItemFeatures(
              "item1", List.of(), Map.of(), new float[] {1, Float.POSITIVE_INFINITY, 0, 0});
      var slate = new Slate(TestModels.user(1, 0), List.of(), List.of(bad), new float[] {1});
      assertThrows(InvalidVectorException.class, () -> trainer.trainStep(List.of(slate)));
      assertArrayEquals(before, trainer.toBundle("v", Map.of(), 0).toBytes());
    }
  }

  @Test
  void shouldRefuseSlatesThatDoNotFitTogether() {
    UserFeatures user = TestModels.user(1, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Slate(user, List.of(), List.of(TestModels.item(1)), new float[1]));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Slate(
                user, TestModels.historyItems(user), List.of(TestModels.item(1)), new float[2]));
  }
}
