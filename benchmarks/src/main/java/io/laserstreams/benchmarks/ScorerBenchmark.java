package io.laserstreams.benchmarks;

import io.laserstreams.crm.bundle.Manifest;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One slate through the model as it is served, from features to logits, on one thread; weights are random, which costs the same.
 * Microseconds a slate: divide by {@code candidates} for those a candidate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScorerBenchmark {
  private static final int ITEMS = 4_000;
  private static final int DIMENSIONS = 384;
  private static final long SEED = 1;

  /** As {@link ModelChoice#parse} reads it. */
  @Param({"target-attention:item", "deepfm:item", "autoint:item", "dcnv2:item", "gru4rec:item", "caser:item", "sasrec:item", "din:item",
      "sim-category:item", "sim-soft:item", "sim-knowledge:item"})
  public String model;

  @Param({"1", "20", "100", "500"})
  public int candidates;

  /** The events that a model attends to; those that search look through 200. */
  @Param("50")
  public int history;

  private Scorer scorer;
  private UserFeatures user;
  private List<float[]> historyRows;
  private List<float[]> candidateRows;
  private List<ItemFeatures> changedItem;

  /** Makes the model, the user and the rows of its items. */
  @Setup(Level.Trial)
  public void open() {
    var random = new Random(SEED);
    FeatureSpec spec = FeatureSpec.builder(history, new FeatureSpec.Capacity(4096, 32, 4096))
        .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
        .userFields(List.of("gender", "age", "occupation", "zip"))
        .categoriesPerItem(6)
        .itemEncoder(new FeatureSpec.Encoder("benchmark", DIMENSIONS))
        .build();
    ModelChoice choice = ModelChoice.parse(model);
    ModelShape shape = Models.shape(choice.name());
    RecommendationModel recommender = Models.of(choice, spec, shape);
    List<ItemFeatures> items = items(random);
    Vocabularies vocabularies = Vocabularies.empty(recommender.spec());
    items.forEach(item -> vocabularies.grow(item, recommender.spec()));
    Manifest manifest = new Manifest(Manifest.FORMAT, "benchmark", choice, recommender.spec(), shape, Map.of(), 0, SEED);
    scorer = Scorer.open(ModelBundle.of(manifest, vocabularies, OnnxExport.initialWeights(recommender, SEED)), Device.CPU);
    List<float[]> rows = List.of(scorer.itemRows(items));
    int events = recommender.spec().eventsRead();
    user = new UserFeatures(1_000_000_000L, Map.of("gender", "F", "age", "25"), Map.of(), events(events, random), null);
    historyRows = rows.subList(0, events);
    candidateRows = rows.subList(events, events + candidates);
    changedItem = items.subList(0, 1);
  }

  private static List<ItemFeatures> items(Random random) {
    List<ItemFeatures> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      float[] vector = new float[DIMENSIONS];
      for (int d = 0; d < DIMENSIONS; d++) {
        vector[d] = (float) (random.nextGaussian() / Math.sqrt(DIMENSIONS));
      }
      items.add(new ItemFeatures("item" + i, List.of("category" + i % 18, "category" + i % 7), Map.of(), vector));
    }
    return items;
  }

  private static List<HistoryEvent> events(int count, Random random) {
    List<HistoryEvent> events = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      events.add(new HistoryEvent("event" + e, "item" + e, 1_000L * e * e, 1 + random.nextInt(5)));
    }
    return events;
  }

  /** Lets the model go. */
  @TearDown(Level.Trial)
  public void close() {
    scorer.close();
  }

  /** The head: what an impression costs. */
  @Benchmark
  public float[] slate() {
    return scorer.logits(user, historyRows, candidateRows);
  }

  /** The item tower: what a changed item costs. */
  @Benchmark
  public float[][] itemRow() {
    return scorer.itemRows(changedItem);
  }
}
