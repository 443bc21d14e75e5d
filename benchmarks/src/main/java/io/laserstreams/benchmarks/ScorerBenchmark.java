package io.laserstreams.benchmarks;

import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.util.List;
import java.util.Map;
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
 * One slate through the model as it is served, from features to logits, on one thread; random
 * weights cost the same as learned ones. Microseconds per slate: divide by {@code candidates} for
 * microseconds per candidate.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets parameters, and @Setup the other fields.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScorerBenchmark {
  private static final long SEED = 1;
  private static final long START = 1_000_000_000;

  /** The text form of a {@link ModelChoice}. */
  @Param({
    "target-attention:item",
    "deepfm:item",
    "autoint:item",
    "dcnv2:item",
    "gru4rec:item",
    "caser:item",
    "sasrec:item",
    "din:item",
    "sim-category:item",
    "sim-soft:item",
    "sim-knowledge:item",
    "sim-taste:item"
  })
  public String model;

  @Param({"1", "20", "100", "500"})
  public int candidates;

  /** How many events a model attends to; models that search read 200. */
  @Param("50")
  public int history;

  private Scorer scorer;
  private UserFeatures user;
  private List<float[]> historyRows;
  private List<float[]> candidateRows;
  private List<ItemFeatures> changedItem;

  /** Creates the model, the user and the rows of the items. */
  @Setup(Level.Trial)
  public void open() {
    var stream = new SyntheticStream(SEED);
    scorer = stream.scorer(model, stream.spec(history), stream.fittedFactors());
    Map<String, float[]> rows = stream.rows(scorer);
    List<Observation> events = stream.events(scorer.spec().eventsRead(), START);
    user =
        new UserFeatures(
            2 * START,
            SyntheticStream.PROFILE,
            Map.of(),
            events.stream().map(SyntheticStream::inHistory).toList(),
            null);
    historyRows = events.stream().map(event -> rows.get(event.itemId())).toList();
    candidateRows = stream.candidates(candidates).stream().map(rows::get).toList();
    changedItem = stream.items().subList(0, 1);
  }

  /** Closes the model. */
  @TearDown(Level.Trial)
  public void close() {
    scorer.close();
  }

  /** The head: the cost of an impression. */
  @Benchmark
  public float[] slate() {
    return scorer.logits(user, historyRows, candidateRows);
  }

  /** The item tower: the cost of a changed item. */
  @Benchmark
  public float[][] itemRow() {
    return scorer.itemRows(changedItem);
  }
}
