package io.laserstreams.benchmarks;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.tools.bench.workload.ReplayedUser;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.util.ArrayList;
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
 * What streams-scoring computes for an impression and for the interaction that follows it, without
 * Kafka and RocksDB: on the one hand streaming features, on the other hand history and model.
 * Microseconds per slate or event. {@link FeatureShare} measures their share of a running process,
 * with colder caches and everything else.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets parameters, and @Setup the other fields.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SlateBenchmark {
  private static final long SEED = 1;
  private static final int HISTORY = 30;
  private static final String USER = "user";

  /** The user's events so far; the median of MovieLens-1M's samples is about 165. */
  @Param("165")
  public int events;

  @Param({"1", "20", "100"})
  public int candidates;

  /** The text form of a {@link ModelChoice}. */
  @Param("target-attention:item")
  public String model;

  private ReplayedUser user;
  private byte[] state;
  private List<String> slate;
  private UserHistories histories;
  private Scorer scorer;
  private Map<String, float[]> rows;
  private StreamingValues values;

  /** Replays the events and creates a model with random weights that reads the features. */
  @Setup(Level.Trial)
  public void open() {
    var stream = new SyntheticStream(SEED);
    FittedFactors fitted = stream.fittedFactors();
    user = new ReplayedUser(stream, SyntheticStream.features(), fitted, events);
    state = user.state().toBytes();
    slate = stream.candidates(candidates);
    histories = new UserHistories(new InMemoryByteStore());
    user.events().forEach(event -> histories.add(USER, SyntheticStream.inHistory(event)));
    scorer = stream.scorer(model, stream.specWithFeatures(HISTORY), fitted);
    rows = stream.rows(scorer);
    values = features();
  }

  /** Closes the model. */
  @TearDown(Level.Trial)
  public void close() {
    scorer.close();
  }

  /** Features of the slate, including the read of the user's state. */
  @Benchmark
  public StreamingValues features() {
    return user.values(UserState.read(state, SyntheticStream.SETTINGS), slate);
  }

  /** The interaction in the user's state, including its read and write, and in the statistics. */
  @Benchmark
  public byte[] event() {
    UserState restored = UserState.read(state, SyntheticStream.SETTINGS);
    user.apply(restored, user.next()).ifPresent(user.statistics()::add);
    return restored.toBytes();
  }

  /** History and model of the slate. */
  @Benchmark
  public float[] model() {
    long time = user.next().time();
    List<HistoryEvent> history = histories.before(USER, time).newest(scorer.spec().eventsRead());
    List<float[]> historyRows = new ArrayList<>(history.size());
    history.forEach(event -> historyRows.add(rows.get(event.itemId())));
    List<float[]> candidateRows = new ArrayList<>(slate.size());
    slate.forEach(candidate -> candidateRows.add(rows.get(candidate)));
    return scorer.logits(
        new UserFeatures(time, SyntheticStream.PROFILE, Map.of(), history, null),
        historyRows,
        candidateRows,
        values);
  }
}
