package io.laserstreams.learning.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.dataset.ReplayedSamples;
import io.laserstreams.learning.dataset.Sample;
import io.laserstreams.learning.dataset.SmallDataset;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Torch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("torch")
class OfflineTrainingTest {
  private static final int VECTOR = 6;
  private static final OfflinePlan PLAN =
      OfflinePlan.DEFAULT
          .withSeed(3)
          .withBatch(64)
          .withWindow(1_000)
          .withEvaluations(3)
          .withHyper(Hyperparameters.DEFAULT.withLearningRate(0.01));

  private final Dataset data = SmallDataset.of(30, 40, 6_000, 1);
  private final Knowledge knowledge = knowledge();
  private final RecommendationModel model =
      Models.of(
          ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.ITEM),
          FeatureSpecs.of(data, new FeatureSpec.Encoder("test", VECTOR), null));

  @BeforeAll
  static void oneThread() {
    Torch.threads(1);
  }

  private Knowledge knowledge() {
    var random = new Random(1);
    Map<String, float[]> vectors = new HashMap<>();
    data.items()
        .keySet()
        .forEach(
            id ->
                vectors.put(
                    id, new float[] {random.nextFloat(), 0.1f, 0, 0, 0, random.nextFloat()}));
    return Knowledge.ofItems(vectors);
  }

  @Test
  void shouldLearnAndServeWhatItLearnt() {
    TrainingResult result = train(PLAN);
    assertEquals(3, result.curve().size());
    assertTrue(
        result.best().validationAuc() > 0.9, "validation AUC is " + result.best().validationAuc());
    assertEquals(result.best().validationAuc(), result.bundle().metrics().get("validation.auc"));
    Protocol protocol = data.protocol();
    var evaluation =
        new OfflineEvaluator(data, knowledge)
            .evaluate(
                result.bundle(),
                OfflineEvaluator.Request.of(n -> protocol.part(n) != Part.TRAINING),
                done -> {});
    assertEquals(protocol.samples(Part.TEST), evaluation.parts().get(Part.TEST).slates());
    assertFalse(evaluation.parts().containsKey(Part.TRAINING));
    assertEquals(
        result.best().validationAuc(),
        new Quality(evaluation.parts().get(Part.VALIDATION), 1).measure().get(Measure.AUC),
        1e-4);
    requireTheSameLogitsInLibtorch(result.bundle(), evaluation.logits());
  }

  private void requireTheSameLogitsInLibtorch(ModelBundle bundle, Map<String, double[]> served) {
    var samples = new ArrayList<Sample>();
    new ReplayedSamples(data, knowledge, model.spec()).play(n -> true, samples::add);
    samples.removeIf(sample -> !served.containsKey(sample.impressionId()));
    assertEquals(served.size(), samples.size());
    try (var trainer = ModelTrainer.from(bundle, PLAN.hyper())) {
      float[][] logits = trainer.logits(samples.stream().map(Sample::slate).toList());
      for (int i = 0; i < logits.length; i++) {
        double expected = logits[i][0];
        assertEquals(
            expected,
            served.get(samples.get(i).impressionId())[0],
            1e-5 * Math.max(1, Math.abs(expected)));
      }
    }
  }

  @Test
  void shouldRepeatItselfWithTheSameSeed() {
    OfflinePlan plan = PLAN.withFraction(0.2);
    assertArrayEquals(train(plan).bundle().toBytes(), train(plan).bundle().toBytes());
  }

  @Test
  void shouldScoreOnlyTheFirstImpressionsIfAsked() {
    var untrained = ModelBundle.untrained("v0", model, 1);
    var evaluator = new OfflineEvaluator(data, knowledge);
    var first =
        evaluator.evaluate(
            untrained, new OfflineEvaluator.Request(500, n -> true, false), done -> {});
    var all = evaluator.evaluate(untrained, OfflineEvaluator.Request.of(n -> true), done -> {});
    assertTrue(
        first.logits().size() < 500 && first.logits().size() > 200,
        "scored " + first.logits().size());
    first.logits().forEach((id, logits) -> assertArrayEquals(all.logits().get(id), logits));
  }

  @Test
  void shouldDrawTheWantedShareOfTheSamples() {
    int[] often = new int[10];
    for (int seed = 0; seed < 3_000; seed++) {
      BitSet drawn = OfflineTrainer.draw(10, 3, seed);
      assertEquals(3, drawn.cardinality());
      drawn.stream().forEach(n -> often[n]++);
    }
    for (int count : often) {
      assertEquals(900, count, 120);
    }
  }

  @Test
  void shouldDrawFewerSamplesOutOfTheSame() {
    BitSet few = OfflineTrainer.draw(1_000, 50, 4);
    BitSet more = OfflineTrainer.draw(1_000, 300, 4);
    few.andNot(more);
    assertTrue(few.isEmpty());
    assertEquals(1_000, OfflineTrainer.draw(1_000, 1_000, 4).cardinality());
  }

  @Test
  void shouldRefuseToEvaluateAModelOnWhatItMayHaveLearntFrom() {
    ModelBundle bundle = train(PLAN.withFraction(0.2)).bundle();
    var evaluator = new OfflineEvaluator(data, knowledge);
    Protocol protocol = data.protocol();
    var training = OfflineEvaluator.Request.of(n -> n == protocol.samples(Part.TRAINING) / 2);
    var e =
        assertThrows(
            DataLeakException.class, () -> evaluator.evaluate(bundle, training, done -> {}));
    assertTrue(
        e.getMessage().contains("sample ml-1m-")
            && e.getMessage().contains("has learnt from what happened until"),
        e.getMessage());
    assertEquals(
        1, evaluator.evaluate(bundle, training.evenIfLearntFrom(), done -> {}).logits().size());
    var first = OfflineEvaluator.Request.of(n -> n == protocol.first(Part.VALIDATION));
    assertEquals(1, evaluator.evaluate(bundle, first, done -> {}).logits().size());
  }

  @Test
  void shouldPassOverTheSamplesSeveralTimes() {
    TrainingResult result = train(PLAN.withFraction(0.1).withPasses(2));
    long drawn = Math.round(data.protocol().samples(Part.TRAINING) * 0.1);
    assertEquals(2 * drawn, result.curve().get(result.curve().size() - 1).samples());
  }

  @Test
  void shouldTakeSmallerBatchesOfFewerSamples() {
    OfflinePlan plan = OfflinePlan.DEFAULT;
    assertEquals(1024, plan.fitted(776_007, false).batch());
    assertEquals(256, plan.withFraction(0.1).fitted(776_007, false).batch());
    assertEquals(128, plan.withFraction(0.01).fitted(776_007, false).batch());
    assertEquals(64, plan.fitted(2_000, false).batch());
  }

  @Test
  void shouldCutFewSamplesIntoWindowsForAModelThatLearnsEachWithAFitFromBeforeIt() {
    OfflinePlan plan = OfflinePlan.DEFAULT;
    assertEquals(50_000, plan.fitted(776_007, true).window());
    assertEquals(1_941, plan.withFraction(0.01).fitted(776_007, true).window());
    assertEquals(50_000, plan.withFraction(0.01).fitted(776_007, false).window());
    assertEquals(16, plan.fitted(40, true).window(), "no window is less than a batch");
  }

  @Test
  void shouldWarmUpAndDecayTheLearningRate() {
    var rates = new LearningRates(1_000);
    assertEquals(0.02, rates.at(0), 1e-9);
    assertEquals(0.02, rates.at(1_000), 1e-9);
    assertTrue(rates.at(49) > 0.95 && rates.at(500) < rates.at(100));
  }

  @Test
  void shouldRefuseAnInvalidPlan() {
    assertThrows(IllegalArgumentException.class, () -> PLAN.withFraction(0));
    assertThrows(IllegalArgumentException.class, () -> PLAN.withFraction(1.1));
    assertThrows(IllegalArgumentException.class, () -> PLAN.withBatch(0));
  }

  private TrainingResult train(OfflinePlan plan) {
    var samples = new ReplayedSamples(data, knowledge, model.spec());
    List<CurvePoint> seen = new ArrayList<>();
    var listener =
        new TrainingListener() {
          @Override
          public void evaluated(CurvePoint point) {
            seen.add(point);
          }
        };
    TrainingResult result = new OfflineTrainer(samples, model, plan, listener).train("test");
    assertEquals(seen, result.curve());
    return result;
  }
}
