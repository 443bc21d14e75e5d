package io.laserstreams.crm.scoring;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles whose graphs an earlier version wrote, with the logits that it gave. */
class EarlierBundleTest {
  private static final float TOLERANCE = 1e-4f;

  /** By bundle, for histories of 0, 3 and 9 events. */
  private static final Map<String, List<float[]>> LOGITS =
      Map.of(
          "target-attention-9a9132e6",
          List.of(
              new float[] {10.011242f, 15.311996f, 6.3114557f, 22.17563f},
              new float[] {11.872899f, 11.566604f, 8.342482f, 19.850897f},
              new float[] {15.579852f, 13.641733f, 7.9866796f, 21.212555f}),
          "sim-soft-9a9132e6",
          List.of(
              new float[] {14.8367195f, 16.097893f, 9.250649f, 23.446793f},
              new float[] {14.540184f, 6.5483665f, 8.392391f, 13.750665f},
              new float[] {25.04321f, 20.678413f, 16.516068f, 23.027544f}));

  @ParameterizedTest
  @ValueSource(strings = {"target-attention-9a9132e6", "sim-soft-9a9132e6"})
  void shouldServeOn(String name) throws IOException {
    requireLogits(name, read(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"target-attention-9a9132e6", "sim-soft-9a9132e6"})
  void shouldBeTheSameFunctionInTodaysGraphs(String name) throws IOException {
    ModelBundle earlier = read(name);
    requireLogits(
        name,
        ModelBundle.of(
            earlier.manifest(),
            earlier.vocabularies(),
            earlier.weights(),
            earlier.fittedFactors()));
  }

  private static ModelBundle read(String name) throws IOException {
    try (InputStream in =
        requireNonNull(EarlierBundleTest.class.getResourceAsStream(name + ".laser"), name)) {
      return ModelBundle.read(in.readAllBytes());
    }
  }

  private static void requireLogits(String name, ModelBundle bundle) {
    List<float[]> expected = requireNonNull(LOGITS.get(name), name);
    List<ItemFeatures> candidates = IntStream.of(1, 3, 17, 50).mapToObj(TestModels::item).toList();
    try (Scorer scorer = Scorer.open(bundle, Device.CPU)) {
      for (int i = 0; i < expected.size(); i++) {
        UserFeatures user = TestModels.user(4, List.of(0, 3, 9).get(i));
        List<float[]> history = List.of(scorer.itemRows(TestModels.historyItems(user)));
        List<float[]> rows = List.of(scorer.itemRows(candidates));
        assertArrayEquals(expected.get(i), scorer.logits(user, history, rows), TOLERANCE);
      }
    }
  }
}
