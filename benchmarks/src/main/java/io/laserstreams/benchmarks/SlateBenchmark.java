package io.laserstreams.benchmarks;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.user.UserState;
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
 * Kafka and RocksDB: streaming features on the one hand, history and model on the other.
 * Microseconds a slate or an event. What share they are of a running process, with colder caches
 * and everything else, {@link FeatureShare} tells.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SlateBenchmark {
  private static final long SEED = 1;
  private static final int HISTORY = 30;
  private static final int OTHERS = 100;
  private static final int EVENTS_OF_OTHERS = 200;
  private static final long DAY = 86_400_000;
  private static final String USER = "user";

  /** The user's events before; the median of MovieLens-1M's samples is about 165. */
  @Param("165")
  public int events;

  @Param({"1", "20", "100"})
  public int candidates;

  /** As {@link ModelChoice#parse} reads it. */
  @Param("target-attention:item")
  public String model;

  private StreamingFeatures features;
  private ItemStatisticsTable statistics;
  private FittedItems items;
  private byte[] state;
  private Observation next;
  private List<String> slate;
  private UserHistories histories;
  private Scorer scorer;
  private Map<String, float[]> rows;
  private StreamingValues values;

  /**
   * Plays other users' events and then the user's, and makes a model with random weights that reads
   * the features.
   */
  @Setup(Level.Trial)
  public void open() {
    var stream = new MadeUpStream(SEED);
    List<StreamingFeature> all = FeatureCatalogue.all(MadeUpStream.SETTINGS, MadeUpStream.NUMBERS);
    FittedFactors basis = stream.basis();
    features = new StreamingFeatures(MadeUpStream.SETTINGS, all);
    statistics = new ItemStatisticsTable(MadeUpStream.SETTINGS);
    items = new FittedItems(basis, stream::item);
    for (int other = 0; other < OTHERS; other++) {
      apply(UserState.empty(MadeUpStream.SETTINGS), stream.events(EVENTS_OF_OTHERS, 0));
    }
    UserState user = UserState.empty(MadeUpStream.SETTINGS);
    List<Observation> own = stream.events(events + 1, DAY);
    apply(user, own.subList(0, events));
    state = user.toBytes();
    next = own.get(events);
    slate = stream.candidates(candidates);
    histories = new UserHistories(new InMemoryByteStore());
    own.subList(0, events).forEach(event -> histories.add(USER, MadeUpStream.inHistory(event)));
    scorer = stream.scorer(model, stream.spec(HISTORY).withStreaming(read()), basis);
    rows = stream.rows(scorer);
    values = values();
  }

  private void apply(UserState to, List<Observation> observations) {
    for (Observation event : observations) {
      features.apply(to, event, statistics.at(event.time()), items).ifPresent(statistics::add);
    }
  }

  private FeatureSpec.Streaming read() {
    return new FeatureSpec.Streaming(
        standardised(features.namesOfUser()),
        standardised(features.namesOfCandidate()),
        MadeUpStream.SETTINGS);
  }

  private static List<Standardised> standardised(List<String> names) {
    return names.stream().map(name -> new Standardised(name, 0, 1)).toList();
  }

  /** Lets the model go. */
  @TearDown(Level.Trial)
  public void close() {
    scorer.close();
  }

  /** Features of the slate, the user's state read first. */
  @Benchmark
  public StreamingValues features() {
    return values();
  }

  private StreamingValues values() {
    UserState user = UserState.read(state, MadeUpStream.SETTINGS);
    return features.values(
        user, next.time(), MadeUpStream.PROFILE, slate, statistics.at(next.time()), items);
  }

  /**
   * The interaction in the user's state, which is read before and written after it, and in the
   * item's statistics.
   */
  @Benchmark
  public byte[] event() {
    UserState user = UserState.read(state, MadeUpStream.SETTINGS);
    features.apply(user, next, statistics.at(next.time()), items).ifPresent(statistics::add);
    return user.toBytes();
  }

  /** History and model of the slate. */
  @Benchmark
  public float[] model() {
    List<HistoryEvent> history =
        histories.newestBefore(USER, next.time(), scorer.spec().eventsRead());
    List<float[]> historyRows = new ArrayList<>(history.size());
    history.forEach(event -> historyRows.add(rows.get(event.itemId())));
    List<float[]> candidateRows = new ArrayList<>(slate.size());
    slate.forEach(candidate -> candidateRows.add(rows.get(candidate)));
    var user = new UserFeatures(next.time(), MadeUpStream.PROFILE, Map.of(), history, null);
    return scorer.logits(user, historyRows, candidateRows, values);
  }
}
