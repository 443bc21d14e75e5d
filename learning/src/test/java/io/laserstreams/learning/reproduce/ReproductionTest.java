package io.laserstreams.learning.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.SmallDataset;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.learning.tuning.Point;
import io.laserstreams.learning.tuning.PointGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("torch")
class ReproductionTest {
  private static final int ITEMS = 20;
  private static final OfflinePlan PLAN =
      OfflinePlan.DEFAULT
          .withBatch(64)
          .withWindow(1_000)
          .withPasses(6)
          .withEvaluations(1)
          .withHyper(Hyperparameters.DEFAULT.withLearningRate(0.01));
  private static final Grid GRID =
      grid(List.of(ModelChoice.Knowledge.NONE, ModelChoice.Knowledge.ITEM), List.of(1.0, 0.3), 1);

  @TempDir Path folder;

  private final Dataset data = SmallDataset.of(15, ITEMS, 900, 1);
  private final Knowledge knowledge = Knowledge.ofItems(vectors());
  private final PreparedDataset prepared = new PreparedDataset(data, knowledge);
  private final FeatureSpec spec =
      FeatureSpecs.of(data, new FeatureSpec.Encoder("parity", 2), null);

  @BeforeAll
  static void oneThread() {
    Torch.threads(1);
  }

  /** Vectors of what decides who likes an item. */
  private static Map<String, float[]> vectors() {
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 1; i <= ITEMS; i++) {
      vectors.put("" + i, i % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1});
    }
    return vectors;
  }

  @Test
  void shouldTrainEveryRowOnceHoweverOftenItIsInterrupted() throws IOException {
    var first = new Heard();
    Reproduction.Outcome outcome = run(List.of(0.001, 0.01), first);
    assertEquals(4, outcome.rows().size());
    assertEquals(4, first.finished.size());
    assertEquals(4, first.searched.size(), "two rates, without knowledge and with");
    assertEquals(2, first.selected.size());
    assertTrue(
        first.selected.values().stream().allMatch(edges -> edges.size() == 1),
        "of two rates each is on the edge: " + first.selected);
    assertTrue(first.seconds > 0, "the cost was announced before");
    assertEquals(
        best(outcome, "none"),
        outcome.rows().get(1).validation().auc(),
        "the row that was searched for is that training");
    assertEquals(best(outcome, "item"), outcome.rows().get(3).validation().auc());
    try (var kept = Files.list(folder.resolve("searched"))) {
      assertEquals(2, kept.count(), "the models that were not selected are left");
    }
    Path results = folder.resolve("results.jsonl");
    String all = Files.readString(results);
    Files.writeString(results, all.substring(0, all.length() - 40));
    var second = new Heard();
    Reproduction.Outcome again = run(List.of(0.001, 0.01), second);
    assertEquals(1, second.finished.size(), "the interrupted row is done again");
    assertEquals(0, second.searched.size());
    assertEquals(outcome.points(), again.points());
    for (int i = 0; i < 4; i++) {
      assertEquals(
          auc(outcome.rows().get(i)), auc(again.rows().get(i)), "bit for bit with one thread");
      assertEquals(outcome.rows().get(i).settings(), again.rows().get(i).settings());
    }
    reportsWhatItFound(again);
  }

  private static double best(Reproduction.Outcome outcome, String knowledge) {
    return outcome.search().stream()
        .filter(row -> row.settings().label().knowledge().equals(knowledge))
        .mapToDouble(row -> row.validation().auc())
        .max()
        .orElseThrow();
  }

  private void reportsWhatItFound(Reproduction.Outcome outcome) throws IOException {
    double chosen =
        outcome.points().get(new FeatureSet(Models.TARGET_ATTENTION, false, false)).learningRate();
    assertEquals(
        best(outcome, "none"),
        outcome.search().stream()
            .filter(row -> row.settings().label().knowledge().equals("none"))
            .filter(row -> row.settings().plan().hyper().learningRate() == chosen)
            .findFirst()
            .orElseThrow()
            .validation()
            .auc());
    Path report = new Report(data, ResultsFolder.open(folder), outcome.rows()).write();
    String text = Files.readString(report);
    assertTrue(text.contains("timestamps partly reconstructed"), text);
    assertTrue(text.contains("| DIN | .7962 / .5425 |"), text);
    assertTrue(text.contains("| target-attention + item (linear) | "), text);
    assertTrue(
        Pattern.compile(
                "\\| target-attention \\+ knowledge \\| \\S+, 1 \\| .* \\| the (small|larg)est")
            .matcher(text)
            .find(),
        text);
    for (String plot :
        List.of(
            "efficiency-target-attention.png", "calibration-none.png", "calibration-item.png")) {
      assertTrue(text.contains("(" + plot + ")"), text);
      assertNotNull(ImageIO.read(folder.resolve(plot).toFile()), plot);
    }
    JsonNode row = new ObjectMapper().valueToTree(outcome.rows().get(0));
    for (String name :
        List.of(
            "model",
            "knowledge",
            "adapter",
            "fraction",
            "seed",
            "validationAuc",
            "testAuc",
            "testLogLoss",
            "trainSeconds")) {
      assertFalse(row.path(name).isMissingNode(), name);
    }
    assertEquals(
        "none", row.get("adapter").asText(), "without knowledge there is nothing to adapt");
  }

  @Test
  void shouldGatherTheRowsOfDifferentRunsAndReportThemWithoutTraining() throws IOException {
    Grid none = grid(List.of(ModelChoice.Knowledge.NONE), List.of(1.0), 1);
    Grid both =
        grid(List.of(ModelChoice.Knowledge.NONE, ModelChoice.Knowledge.ITEM), List.of(0.3, 1.0), 2);
    run(none, List.of(), ReproductionListener.SILENT);
    var second = new Heard();
    run(both, List.of(), second);
    assertEquals(7, second.finished.size(), "what the first run finished is not done again");
    var third = new Heard();
    run(none, List.of(), third);
    assertEquals(0, third.finished.size());
    var results = ResultsFolder.open(folder);
    results.remember(Run.here("laser reproduce first", data.fingerprint(), "", 1));
    results.remember(
        Run.here("laser reproduce second", data.fingerprint(), "Knowledge: parity.", 1));
    results.remember(Run.here("laser reproduce first", data.fingerprint(), "", 1));
    String text = Files.readString(new Report(data, ResultsFolder.open(folder), List.of()).write());
    assertEquals(8, new Report(data, ResultsFolder.open(folder), List.of()).rows().size());
    assertEquals(1, text.split("laser reproduce first", -1).length - 1, text);
    assertTrue(
        text.contains("laser reproduce second") && text.contains("Knowledge: parity."), text);
    assertTrue(text.contains("What knowledge adds, at 100 %"), text);
    assertTrue(
        Pattern.compile(
                "item \\(linear\\) \\| target-attention \\| .* \\d of 2 \\| -\\S+ \\| -\\S+ to"
                    + " -\\S+ \\|")
            .matcher(text)
            .find(),
        "knowledge reveals the taste, so that the whole interval of the loss is below 0: " + text);
  }

  @Test
  void shouldKeepThePredictionsThatDifferencesAreMadeOf() throws IOException {
    Reproduction.Outcome outcome = run(List.of(), ReproductionListener.SILENT);
    ResultRow none = outcome.rows().get(1);
    ResultRow item = outcome.rows().get(3);
    var difference = new Differences(data, ResultsFolder.open(folder)).of(item, none).orElseThrow();
    assertEquals(auc(item) - auc(none), difference.auc().value(), 1e-9);
    assertEquals(item.test().logLoss() - none.test().logLoss(), difference.logLoss().value(), 1e-6);
    assertTrue(
        difference.auc().low() <= difference.auc().value()
            && difference.auc().value() <= difference.auc().high());
    Files.delete(folder.resolve("predictions").resolve(none.predictions()));
    assertEquals(
        difference,
        new Differences(data, ResultsFolder.open(folder)).of(item, none).orElseThrow(),
        "remembered");
    Files.delete(folder.resolve("pairs.jsonl"));
    assertTrue(new Differences(data, ResultsFolder.open(folder)).of(item, none).isEmpty());
    String text = Files.readString(new Report(data, ResultsFolder.open(folder), List.of()).write());
    assertTrue(text.contains("Some comparisons are missing"), text);
  }

  @Test
  void shouldCompareModelsThatSearch() throws IOException {
    Grid grid =
        new Grid(
            List.of("sim-category", "sim-soft", "sim-knowledge", "sim-taste"),
            List.of(ModelChoice.Knowledge.NONE, ModelChoice.Knowledge.ITEM),
            List.of(ModelChoice.Side.BOTH),
            List.of(ModelChoice.Adapter.LINEAR),
            List.of(1.0),
            1);
    Reproduction.Outcome outcome = run(grid, List.of(), ReproductionListener.SILENT);
    assertEquals(7, outcome.rows().size(), "the search by knowledge has no row without");
    for (ResultRow row : outcome.rows()) {
      assertTrue(auc(row) > 0.5 && row.effort().servingMicros() > 0, row.toString());
    }
    String text = Files.readString(new Report(data, ResultsFolder.open(folder), List.of()).write());
    assertTrue(text.contains("| sim-knowledge + item (linear) |"), text);
    assertTrue(
        text.contains("| SIM (sim-category) | .7992 / .5387 |")
            && text.contains("| SIM (sim-soft) |"),
        text);
  }

  @Test
  void shouldCompareWithAndWithoutFeaturesStrictAndNot() throws IOException {
    Grid plain = grid(List.of(ModelChoice.Knowledge.NONE), List.of(0.3, 1.0), 1);
    Grid streaming =
        new Grid(
            plain.models(),
            plain.knowledge(),
            plain.sides(),
            plain.adapters(),
            plain.fractions(),
            1,
            new FeatureGrid("item,user,taste", true, 3_600_000));
    List<ResultRow> without = run(plain, List.of(), ReproductionListener.SILENT).rows();
    var heard = new Heard();
    List<ResultRow> rows = run(streaming, List.of(), heard).rows();
    assertEquals(
        List.of(
            "0.3 none false",
            "0.3 item,user,taste false",
            "0.3 item,user,taste true",
            "1.0 none false",
            "1.0 item,user,taste false"),
        rows.stream()
            .map(
                row ->
                    row.fraction() + " " + row.reading().features() + " " + row.reading().strict())
            .toList());
    assertEquals(3, heard.finished.size(), "rows without features are those of the first run");
    assertEquals(without.get(1).settings(), rows.get(3).settings());
    assertEquals(5, rows.stream().map(ResultRow::settings).distinct().count());
    assertTrue(
        auc(rows.get(1)) != auc(rows.get(2)) && auc(rows.get(1)) != auc(rows.get(0)),
        rows.toString());
    assertTrue(
        heard.computed.containsAll(
            List.of(
                "streaming features: item,user,taste",
                "streaming features: item,user,taste, strict")));
    var again = new Heard();
    run(streaming, List.of(), again);
    assertEquals(List.of(), again.finished);
    String text = Files.readString(new Report(data, ResultsFolder.open(folder), List.of()).write());
    assertTrue(
        text.contains("## Streaming features")
            && text.contains("| target-attention | item,user,taste, strict | "),
        text);
    assertTrue(text.contains("What streaming features add, at 100 %"), text);
  }

  @Test
  void shouldCompareKnowledgeWithFeaturesInPairs() throws IOException {
    Grid plain =
        grid(List.of(ModelChoice.Knowledge.NONE, ModelChoice.Knowledge.ITEM), List.of(1.0), 2);
    var grid =
        new Grid(
            plain.models(),
            plain.knowledge(),
            plain.sides(),
            plain.adapters(),
            plain.fractions(),
            2,
            new FeatureGrid("item,user", false, 3_600_000));
    List<ResultRow> rows = run(grid, List.of(), ReproductionListener.SILENT).rows();
    String text = Files.readString(new Report(data, ResultsFolder.open(folder), List.of()).write());
    String table =
        text.substring(text.indexOf("What knowledge adds to streaming features, at 100"));
    double expected = 0;
    for (long seed = 1; seed <= 2; seed++) {
      expected += (auc(rows, "item", seed) - auc(rows, "none", seed)) / 2;
    }
    String against =
        "| target-attention + item (linear) + features (item,user) | target-attention + features"
            + " (item,user) | "
            + FigureFormat.signed(expected)
            + " | ";
    assertTrue(table.contains(against), against + " is missing in " + text);
    var interval = Pattern.compile("\\| ([+-]\\S+) \\| ([+-]\\S+) to ([+-]\\S+) \\|").matcher(text);
    int intervals = 0;
    while (interval.find()) {
      intervals++;
      double figure = Double.parseDouble(interval.group(1));
      assertTrue(
          Double.parseDouble(interval.group(2)) <= figure
              && figure <= Double.parseDouble(interval.group(3)),
          interval.group());
    }
    assertTrue(intervals > 4, text);
  }

  private static double auc(List<ResultRow> rows, String knowledge, long seed) {
    return auc(
        rows.stream()
            .filter(row -> row.label().knowledge().equals(knowledge))
            .filter(row -> row.reading().any() && row.seed() == seed)
            .findFirst()
            .orElseThrow());
  }

  @Test
  void shouldReadRowsFromBeforeThereWereFeatures() throws IOException {
    var json = new ObjectMapper();
    ObjectNode old = json.valueToTree(TestRows.row("item", PLAN, 0.8));
    old.remove(List.of("features", "strict"));
    assertEquals(TestRows.row("item", PLAN, 0.8), json.treeToValue(old, ResultRow.class));
  }

  @Test
  void shouldNotTrainTheSearchByKnowledgeWithoutKnowledge() {
    List<ModelChoice.Knowledge> kinds =
        List.of(ModelChoice.Knowledge.NONE, ModelChoice.Knowledge.ITEM);
    var grid =
        new Grid(
            List.of("sim-knowledge", "sim-soft"),
            kinds,
            List.of(ModelChoice.Side.BOTH),
            List.of(ModelChoice.Adapter.MOE),
            List.of(1.0),
            1);
    assertEquals(List.of("sim-knowledge"), grid.withoutBackbone());
    List<Variant> variants = grid.variants(set -> PLAN);
    assertEquals(
        List.of("sim-knowledge item", "sim-soft none", "sim-soft item"),
        variants.stream()
            .map(variant -> variant.label().model() + " " + variant.label().knowledge())
            .toList());
  }

  @Test
  void shouldRefuseAnInvalidGrid() {
    List<ModelChoice.Adapter> moe = List.of(ModelChoice.Adapter.MOE);
    List<ModelChoice.Side> both = List.of(ModelChoice.Side.BOTH);
    List<ModelChoice.Knowledge> none = List.of(ModelChoice.Knowledge.NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Grid(List.of("no-model"), none, both, moe, List.of(1.0), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Grid(List.of(Models.TARGET_ATTENTION), none, both, moe, List.of(0.0), 1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Grid(
                List.of(Models.TARGET_ATTENTION),
                List.of(ModelChoice.Knowledge.ITEM),
                both,
                List.of(),
                List.of(1.0),
                1));
  }

  private static double auc(ResultRow row) {
    return row.test().auc().value();
  }

  private static Grid grid(
      List<ModelChoice.Knowledge> knowledge, List<Double> fractions, int seeds) {
    return new Grid(
        List.of(Models.TARGET_ATTENTION),
        knowledge,
        List.of(ModelChoice.Side.BOTH),
        List.of(ModelChoice.Adapter.LINEAR),
        fractions,
        seeds);
  }

  private Reproduction.Outcome run(List<Double> rates, ReproductionListener listener) {
    return run(GRID, rates, listener);
  }

  private Reproduction.Outcome run(Grid grid, List<Double> rates, ReproductionListener listener) {
    PointGrid points =
        rates.isEmpty() ? PointGrid.of(Point.of(PLAN)) : PointGrid.of(1, rates, List.of(1));
    var setup = new Reproduction.Setup(PLAN, points, "parity", 1);
    return new Reproduction(prepared, spec, grid, setup, ResultsFolder.open(folder), listener)
        .run();
  }

  private static final class Heard implements ReproductionListener {
    private final List<ResultRow> finished = new ArrayList<>();
    private final List<SearchRow> searched = new ArrayList<>();
    private final Set<String> computed = new HashSet<>();
    private final Map<FeatureSet, List<String>> selected = new HashMap<>();
    private double seconds;

    @Override
    public void selected(FeatureSet set, Point point, List<String> edges) {
      selected.put(set, edges);
    }

    @Override
    public void planned(List<Cost> costs) {
      seconds = costs.stream().mapToDouble(Cost::seconds).sum();
    }

    @Override
    public void computing(String what, double share) {
      computed.add(what);
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
