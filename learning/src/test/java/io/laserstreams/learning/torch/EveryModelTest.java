package io.laserstreams.learning.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.ops.Init;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every model of the catalogue, by name. */
@Tag("torch")
class EveryModelTest {
  private static final Hyperparameters HYPER = new Hyperparameters(0.01, 0.01, 1, 0);

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.threads(1);
  }

  static List<String> names() {
    return Models.names();
  }

  /** Every model with every kind of adapter, side and knowledge, each at least once. */
  static Stream<String> choices() {
    return names().stream()
        .flatMap(
            name ->
                Stream.of(
                        ":both:both:moe",
                        ":item:target:linear",
                        ":both:history:none",
                        ":user",
                        ":none")
                    .map(name::concat))
        .filter(
            choice ->
                !choice.startsWith("sim-knowledge:user")
                    && !choice.startsWith("sim-knowledge:none"));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void shouldPredictTheSameInLibtorchAndInOnnxRuntime(String choice) {
    try (var trainer = ModelTrainer.from(TestModels.bundle(TestModels.model(choice), 3), HYPER)) {
      requireParity(trainer, TestSlates.slates(99, 50));
      for (int step = 0; step < 10; step++) {
        trainer.trainStep(TestSlates.slates(step, 16));
      }
      requireParity(trainer, TestSlates.slates(99, 50));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldReadStreamingFeaturesTheSameInLibtorchAndInOnnxRuntime(String name) {
    try (var trainer =
        ModelTrainer.from(TestModels.bundle(TestModels.streamingModel(name), 3), HYPER)) {
      for (int step = 0; step < 10; step++) {
        trainer.trainStep(TestSlates.streaming(step, 16));
      }
      List<Slate> slates = TestSlates.streaming(99, 50);
      requireParity(trainer, slates);
      float[][] logits = trainer.logits(slates);
      float[][] others =
          trainer.logits(
              slates.stream()
                  .map(slate -> slate.with(TestModels.streaming(7_777, slate.candidates().size())))
                  .toList());
      assertNotEquals(logits[0][0], others[0][0]);
      assertThrows(IllegalArgumentException.class, () -> trainer.logits(TestSlates.slates(99, 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldTeachEveryParameterOfStreamingFeatures(String name) {
    requireGradients(TestModels.streamingModel(name), TestSlates.streaming(1, 200));
  }

  /**
   * Padding, batches and unknown values included: libtorch sees all slates at once, the scorer one
   * at a time.
   */
  private static void requireParity(ModelTrainer trainer, List<Slate> slates) {
    float[][] expected = trainer.logits(slates);
    try (var scorer =
        Scorer.open(ModelBundle.read(trainer.toBundle("v1", Map.of(), 0).toBytes()), Device.CPU)) {
      for (int s = 0; s < slates.size(); s++) {
        requireClose(expected[s], score(scorer, slates.get(s), slates.get(s).candidates()));
      }
    }
  }

  private static float[] score(Scorer scorer, Slate slate, List<ItemFeatures> candidates) {
    return scorer.logits(
        slate.user(),
        List.of(scorer.itemRows(slate.historyItems())),
        List.of(scorer.itemRows(candidates)),
        slate.streaming());
  }

  private static void requireClose(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int c = 0; c < actual.length; c++) {
      assertEquals(expected[c], actual[c], 1e-5 * Math.max(1, Math.abs(expected[c])));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldScoreACandidateByItselfWhateverIsBesideIt(String name) {
    try (var scorer = Scorer.open(TestModels.bundle(TestModels.model(name), 5), Device.CPU)) {
      for (Slate slate : TestSlates.slates(7, 30)) {
        float[] together = score(scorer, slate, slate.candidates());
        for (int c = 0; c < together.length; c++) {
          requireClose(
              new float[] {together[c]},
              score(scorer, slate, slate.candidates().subList(c, c + 1)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldNotSeeThePadding(String name) {
    try (var trainer = ModelTrainer.from(TestModels.bundle(TestModels.model(name), 5), HYPER)) {
      List<Slate> slates = TestSlates.slates(8, 30);
      float[][] together = trainer.logits(slates);
      for (int s = 0; s < slates.size(); s++) {
        requireClose(together[s], trainer.logits(slates.subList(s, s + 1))[0]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void shouldTeachEveryParameter(String choice) {
    requireGradients(TestModels.model(choice), TestSlates.slates(1, 200));
  }

  private static void requireGradients(RecommendationModel model, List<Slate> slates) {
    var bundle = TestModels.bundle(model, 4);
    try (var scope = new PointerScope();
        var parameters = new Parameters(bundle.weights())) {
      var batch = new SlateBatch(model.spec(), bundle.vocabularies());
      batch.basis(bundle.fittedFactors());
      batch.fill(slates);
      batch.logits(model, new TorchOps(parameters)).sum().backward();
      bundle
          .weights()
          .asMap()
          .forEach(
              (name, weight) ->
                  assertEquals(
                      weight.init() != Init.FITTED,
                      hasGradient(parameters.get(name)),
                      "whether there is a gradient of " + name));
    }
  }

  private static boolean hasGradient(Tensor tensor) {
    return tensor.grad().defined() && tensor.grad().abs().sum().item_double() > 0;
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldLearnAFewSamplesByHeart(String name) {
    List<Slate> slates = TestSlates.slates(11, 24);
    try (var trainer = ModelTrainer.untrained(TestModels.model(name), HYPER, 1)) {
      double first = trainer.trainStep(slates);
      for (int step = 0; step < 150; step++) {
        trainer.trainStep(slates);
      }
      double last = trainer.trainStep(slates);
      assertTrue(last < first / 10, "the loss went from " + first + " to " + last);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldGoOnFromACheckpointAsIfItHadNeverStopped(String name) throws IOException {
    Path checkpoint = folder.resolve("some/where/checkpoint");
    try (var straight = ModelTrainer.untrained(TestModels.model(name), HYPER, 1)) {
      for (int step = 0; step < 10; step++) {
        straight.trainStep(TestSlates.slates(step, 8));
      }
      straight.save(checkpoint);
      try (var resumed = ModelTrainer.restore(checkpoint, HYPER)) {
        assertEquals(10, resumed.steps());
        for (int step = 10; step < 20; step++) {
          assertEquals(
              straight.trainStep(TestSlates.slates(step, 8)),
              resumed.trainStep(TestSlates.slates(step, 8)));
        }
        assertArrayEquals(
            straight.toBundle("v", Map.of(), 0).toBytes(),
            resumed.toBundle("v", Map.of(), 0).toBytes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldMakeItselfAgainFromItsBundle(String name) {
    RecommendationModel model = TestModels.model(name);
    var bundle = ModelBundle.read(TestModels.bundle(model, 2).toBytes());
    assertEquals(model, bundle.model());
    bundle
        .weights()
        .asMap()
        .forEach(
            (key, weight) ->
                assertArrayEquals(
                    TestModels.weights(model, 2).get(key, weight.shape()).values(),
                    weight.values()));
  }
}
