package io.laserstreams.learning.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.KnowledgeSpace;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.onnx.OnnxExport;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("torch")
class KnowledgeSpaceFitTest {
  private static final RecommendationModel MODEL = TestModels.model("sim-knowledge:item");
  private static final FeatureSpec.Encoder ENCODER = MODEL.spec().itemEncoder();
  private static final int WIDTH = MODEL.shape().spaceWidth();
  private static final Hyperparameters HYPER = Hyperparameters.DEFAULT;

  @Test
  void shouldBringVectorsToUnitVarianceAboutTheirMeanOnTheirPrincipalAxes() {
    List<ItemFeatures> items = items(200);
    Weights fitted = trained(items, 1);
    float[] weight =
        fitted
            .get(KnowledgeSpace.weight(ENCODER), new int[] {ENCODER.dimensions(), WIDTH})
            .values();
    float[] bias = fitted.get(KnowledgeSpace.bias(ENCODER), new int[] {WIDTH}).values();
    double[] sums = new double[WIDTH];
    double[][] products = new double[WIDTH][WIDTH];
    for (ItemFeatures item : items) {
      double[] mapped = mapped(item.knowledge(), weight, bias);
      for (int i = 0; i < WIDTH; i++) {
        sums[i] += mapped[i] / items.size();
        for (int j = 0; j < WIDTH; j++) {
          products[i][j] += mapped[i] * mapped[j] / items.size();
        }
      }
    }
    assertArrayEquals(new double[WIDTH], sums, 1e-4);
    assertEquals(WIDTH, IntStream.range(0, WIDTH).mapToDouble(i -> products[i][i]).sum(), 1e-2);
    assertEquals(0, products[0][1], 1e-3);
    assertEquals(0, products[1][2], 1e-3);
    assertTrue(
        products[0][0] > 2 * products[WIDTH - 1][WIDTH - 1],
        "the axes differ, the widest is the first");

    float[] stretch = fitted.get(KnowledgeSpace.stretch(ENCODER), new int[] {WIDTH}).values();
    double wide = products[0][0] / products[WIDTH - 1][WIDTH - 1];
    double stretched = wide * Math.pow((1 + stretch[0]) / (1 + stretch[WIDTH - 1]), 2);
    assertEquals(Math.sqrt(wide), stretched, 1e-2 * wide);
  }

  @Test
  void shouldStayAsItWasFitted() {
    List<ItemFeatures> items = items(200);
    assertArrayEquals(space(trained(items, 1)), space(trained(items, 20)));
  }

  @Test
  void shouldStayARandomProjectionWithFewVectors() {
    Weights start = OnnxExport.initialWeights(MODEL, 1);
    assertArrayEquals(space(start), space(trained(items(WIDTH), 1)));
  }

  private static float[] space(Weights weights) {
    return weights.asMap().get(KnowledgeSpace.weight(ENCODER)).values();
  }

  /** The weights after some steps, of which only the first has all items. */
  private static Weights trained(List<ItemFeatures> items, int steps) {
    var user = new UserFeatures(0, Map.of(), Map.of(), List.of(), null);
    var slate = new Slate(user, List.of(), items, new float[items.size()]);
    try (var trainer = ModelTrainer.untrained(MODEL, HYPER, 1)) {
      trainer.trainStep(List.of(slate));
      var other = new Slate(user, List.of(), items.subList(0, WIDTH), new float[WIDTH]);
      for (int step = 1; step < steps; step++) {
        trainer.trainStep(List.of(other));
      }
      return trainer.toBundle("test", Map.of(), 0).weights();
    }
  }

  /** Vectors about a common one, wide on some axes and narrow on others. */
  private static List<ItemFeatures> items(int count) {
    var random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] vector = new float[ENCODER.dimensions()];
              for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) (1 + random.nextGaussian() * 0.1 * (j + 1));
              }
              return new ItemFeatures("item" + i, List.of(), Map.of(), vector);
            })
        .toList();
  }

  private static double[] mapped(float[] vector, float[] weight, float[] bias) {
    double[] mapped = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      mapped[i] = bias[i];
      for (int j = 0; j < vector.length; j++) {
        mapped[i] += vector[j] * weight[j * WIDTH + i];
      }
    }
    return mapped;
  }
}
