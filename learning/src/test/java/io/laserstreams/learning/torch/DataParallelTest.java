package io.laserstreams.learning.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("torch")
class DataParallelTest {
  private static final Hyperparameters HYPER = Hyperparameters.DEFAULT.withLearningRate(0.01);
  private static final int STEPS = 12;

  @AfterEach
  void oneThread() {
    Torch.threads(1);
  }

  static List<String> names() {
    return Models.names();
  }

  /** The outcome of a training. */
  private record Learnt(List<Double> losses, byte[] bundle) {}

  private static Learnt learn(String name, int threads) {
    Torch.threads(threads);
    try (var trainer = ModelTrainer.untrained(TestModels.model(name), HYPER, 1)) {
      var losses = new ArrayList<Double>();
      for (int step = 0; step < STEPS; step++) {
        losses.add(trainer.trainStep(TestSlates.slates(step, 17)));
      }
      return new Learnt(losses, trainer.toBundle("v1", Map.of(), 0).toBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldRepeatBitForBitWithTheSameNumberOfThreads(String name) {
    Learnt first = learn(name, 3);
    Learnt second = learn(name, 3);
    assertEquals(first.losses(), second.losses());
    assertArrayEquals(first.bundle(), second.bundle());
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldLearnTheSameExceptForRoundingWithAnyNumberOfThreads(String name) {
    List<Double> alone = learn(name, 1).losses();
    List<Double> parted = learn(name, 3).losses();
    for (int step = 0; step < STEPS; step++) {
      assertEquals(alone.get(step), parted.get(step), 1e-4, "loss of step " + step);
    }
  }

  @Test
  void shouldPredictTheSameWithAnyNumberOfThreads() {
    List<Slate> slates = TestSlates.slates(5, 1_500);
    float[][][] logits = new float[3][][];
    for (int threads = 1; threads <= 3; threads++) {
      Torch.threads(threads);
      try (var trainer = ModelTrainer.from(TestModels.bundle(3), HYPER)) {
        logits[threads - 1] = trainer.logits(slates);
      }
    }
    assertArrayEquals(logits[0], logits[1]);
    assertArrayEquals(logits[0], logits[2]);
  }

  @Test
  void shouldLearnFromFewerSlatesThanThreads() {
    Torch.threads(4);
    try (var trainer = ModelTrainer.from(TestModels.bundle(3), HYPER)) {
      trainer.trainStep(TestSlates.slates(1, 2));
      assertEquals(1, trainer.steps());
    }
  }

  @Test
  void shouldLearnNothingIfOnePartIsRefused() {
    Torch.threads(3);
    var bad = new ItemFeatures("item1", List.of(), Map.of(), new float[] {1, Float.NaN, 0, 0});
    var slates = new ArrayList<>(TestSlates.slates(1, 8));
    try (var trainer = ModelTrainer.from(TestModels.bundle(3), HYPER)) {
      trainer.trainStep(slates);
      slates.add(new Slate(TestModels.user(1, 0), List.of(), List.of(bad), new float[] {1}));
      byte[] before = trainer.toBundle("v1", Map.of(), 0).toBytes();
      assertThrows(InvalidVectorException.class, () -> trainer.trainStep(slates));
      assertArrayEquals(before, trainer.toBundle("v1", Map.of(), 0).toBytes());
      assertEquals(1, trainer.steps());
    }
  }

  @Test
  void shouldRefuseToLearnWithoutThreads() {
    assertThrows(IllegalArgumentException.class, () -> Torch.threads(0));
  }
}
