package io.laserstreams.trainer.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.trainer.dataset.Dataset;
import io.laserstreams.trainer.dataset.FeatureSpecs;
import io.laserstreams.trainer.dataset.Knowledge;
import io.laserstreams.trainer.dataset.PreparedDataset;
import io.laserstreams.trainer.dataset.SmallDataset;
import io.laserstreams.trainer.offline.OfflinePlan;
import io.laserstreams.trainer.torch.Hyperparameters;
import io.laserstreams.trainer.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private static final int ITEMS = 20;
  private static final OfflinePlan PLAN = new OfflinePlan(1, 1, 64, 1_000, 1, 1, new Hyperparameters(0.01, 0.01, 1));
  private static final Grid GRID =
      new Grid(List.of(Models.TARGET_ATTENTION), List.of(ModelChoice.Knowledge.NONE, ModelChoice.Knowledge.ITEM), ModelChoice.Side.BOTH,
          List.of(ModelChoice.Adapter.LINEAR), List.of(1.0, 0.3), 1);

  @TempDir Path folder;

  private final Dataset data = SmallDataset.of(15, ITEMS, 900, 1);
  private final Knowledge knowledge = Knowledge.ofItems(vectors());
  private final PreparedDataset prepared = new PreparedDataset(data, knowledge);
  private final FeatureSpec spec = FeatureSpecs.of(data, new FeatureSpec.Encoder("parity", 2), null);

  @BeforeAll
  static void oneThread() {
    Torch.threads(1);
  }

  /** Says of an item what decides who likes it. */
  private static Map<String, float[]> vectors() {
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 1; i <= ITEMS; i++) {
      vectors.put("" + i, i % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1});
    }
    return vectors;
  }

  @Test
  void shouldTrainEveryRowOnceHoweverOftenItIsCutOff() throws IOException {
    var first = new Heard();
    Reproduction.Outcome outcome = run(List.of(0.001, 0.01), first);
    assertEquals(4, outcome.rows().size());
    assertEquals(4, first.finished.size());
    assertEquals(2, first.searched.size());
    assertTrue(first.seconds > 0, "the cost was told before");
    Path results = folder.resolve("results.jsonl");
    String all = Files.readString(results);
    Files.writeString(results, all.substring(0, all.length() - 40));
    var second = new Heard();
    Reproduction.Outcome again = run(List.of(0.001, 0.01), second);
    assertEquals(1, second.finished.size(), "the row that was cut off is done again");
    assertEquals(0, second.searched.size());
    assertEquals(outcome.hyper(), again.hyper());
    for (int i = 0; i < 4; i++) {
      assertEquals(outcome.rows().get(i).testAuc(), again.rows().get(i).testAuc(), "bit for bit with one thread");
      assertEquals(outcome.rows().get(i).settings(), again.rows().get(i).settings());
    }
    reportsWhatItFound(again);
  }

  private void reportsWhatItFound(Reproduction.Outcome outcome) throws IOException {
    double best = outcome.search().stream().mapToDouble(SearchRow::validationAuc).max().orElseThrow();
    double chosen = outcome.hyper().get(Models.TARGET_ATTENTION).learningRate();
    assertEquals(best,
        outcome.search().stream().filter(row -> row.settings().learningRate() == chosen).findFirst().orElseThrow().validationAuc());
    Path report = new Report(data, outcome, new Report.Circumstances("laser reproduce", "Knowledge: parity.", 1)).write(folder);
    String text = Files.readString(report);
    assertTrue(text.contains("timestamps partly reconstructed"), text);
    assertTrue(text.contains("| DIN | .7962 / .5425 |"), text);
    assertTrue(text.contains("| target-attention + item (linear) | "), text);
    for (String plot : List.of("efficiency-target-attention.png", "calibration.png")) {
      assertTrue(text.contains("(" + plot + ")"), text);
      assertNotNull(ImageIO.read(folder.resolve(plot).toFile()), plot);
    }
    JsonNode row = new ObjectMapper().valueToTree(outcome.rows().get(0));
    for (String name : List.of("model", "knowledge", "adapter", "fraction", "seed", "validationAuc", "testAuc", "testLogLoss", "trainSeconds")) {
      assertFalse(row.path(name).isMissingNode(), name);
    }
    assertEquals("none", row.get("adapter").asText(), "without knowledge there is nothing to adapt");
  }

  @Test
  void shouldRefuseAGridThatCannotBe() {
    List<ModelChoice.Adapter> moe = List.of(ModelChoice.Adapter.MOE);
    List<ModelChoice.Knowledge> none = List.of(ModelChoice.Knowledge.NONE);
    assertThrows(IllegalArgumentException.class, () -> new Grid(List.of("no-model"), none, ModelChoice.Side.BOTH, moe, List.of(1.0), 1));
    assertThrows(IllegalArgumentException.class,
        () -> new Grid(List.of(Models.TARGET_ATTENTION), none, ModelChoice.Side.BOTH, moe, List.of(0.0), 1));
    assertThrows(IllegalArgumentException.class,
        () -> new Grid(List.of(Models.TARGET_ATTENTION), List.of(ModelChoice.Knowledge.ITEM), ModelChoice.Side.BOTH, List.of(), List.of(1.0), 1));
  }

  private Reproduction.Outcome run(List<Double> search, ReproductionListener listener) {
    var setup = new Reproduction.Setup(PLAN, search, knowledge.fingerprint(), 1);
    return new Reproduction(prepared, spec, GRID, setup, folder, listener).run();
  }

  private static final class Heard implements ReproductionListener {
    private final List<ResultRow> finished = new ArrayList<>();
    private final List<SearchRow> searched = new ArrayList<>();
    private double seconds;

    @Override
    public void planned(List<Cost> costs) {
      seconds = costs.stream().mapToDouble(Cost::seconds).sum();
    }

    @Override
    public void searched(SearchRow row) {
      searched.add(row);
    }

    @Override
    public void finished(ResultRow row) {
      finished.add(row);
    }
  }
}
