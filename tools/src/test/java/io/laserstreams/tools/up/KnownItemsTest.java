package io.laserstreams.tools.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.dataset.DatasetFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownItemsTest {
  private final Dataset podcasts =
      new DatasetFiles("../docs/examples/podcasts/podcasts.yaml", null).read();

  @Test
  void shouldRefuseABundleThatKnowsNoneOfTheItems() {
    UserException refusal =
        assertThrows(UserException.class, () -> KnownItems.of(bundle("HL-1", "HL-2"), podcasts));

    assertTrue(
        refusal
            .getMessage()
            .matches("The bundle v knows none of the \\d+ items of podcasts: .*HL-1, HL-2.*"),
        refusal.getMessage());
  }

  @Test
  void shouldCountTheItemsThatABundleKnows() {
    assertEquals(2, KnownItems.of(bundle("HL-1", "e1000", "e1001"), podcasts).known());
  }

  @Test
  void shouldTakeABundleThatReadsNoIds() {
    assertEquals(0, KnownItems.of(bundle(), podcasts).known());
  }

  private static ModelBundle bundle(String... items) {
    FeatureSpec spec = FeatureSpec.builder(10, new FeatureSpec.Capacity(100, 20, 30)).build();
    RecommendationModel model =
        Models.of(
            ModelChoice.DEFAULT.withName("din").withKnowledge(ModelChoice.Knowledge.NONE), spec);
    Vocabularies vocabularies = Vocabularies.empty(spec);
    for (String item : items) {
      vocabularies.grow(new ItemFeatures(item, List.of(), Map.of(), null), spec);
    }
    return ModelBundle.of(
        Manifest.builder("v", model).seed(1).build(),
        vocabularies,
        OnnxExport.initialWeights(model, 1));
  }
}
